# Completion of `tournament` for fish, made by `tournament completion fish`.
function __tournament_command
    for word in (commandline -opc)[2..-1]
        if not string match -q -- '-*' $word
            echo $word
            return
        end
    end
end
function __tournament_is
    test (__tournament_command) = $argv[1] 2>/dev/null
end
function __tournament_listed
    set -l typed (string replace -r '^--[^=]*=' '' -- (commandline -ct))
    set -l before (string match -r '^.*,' -- $typed)
    for word in $argv
        echo $before$word
    end
end
complete -c tournament -f
complete -c tournament -n 'test -z (__tournament_command)' -a play -d 'play: all'
complete -c tournament -n 'test -z (__tournament_command)' -a doctor -d 'look after all'
complete -c tournament -n 'test -z (__tournament_command)' -a report -d 'write a page'
complete -c tournament -n 'test -z (__tournament_command)' -a show -d 'explain'
complete -c tournament -n 'test -z (__tournament_command)' -l help -d 'show help'
complete -c tournament -n 'test -z (__tournament_command)' -l version -d 'show versions'
complete -c tournament -n '__tournament_is play' -a '(__tournament_listed joss grudger)'
complete -c tournament -n '__tournament_is play' -l quiet -s q -d 'say less'
complete -c tournament -n '__tournament_is play' -l game -d 'whos payoffs' -x -a 'chicken tsto'
complete -c tournament -n '__tournament_is play' -l with -d 'players' -r -a '(__tournament_listed joss grudger)'
complete -c tournament -n '__tournament_is play' -l output -s o -d 'a folder' -r -F
complete -c tournament -n '__tournament_is play' -l seed -d 'a number' -x
complete -c tournament -n '__tournament_is report' -F
complete -c tournament -n '__tournament_is report' -l open -d 'open it'
complete -c tournament -n '__tournament_is show' -a 'chicken tsto'
