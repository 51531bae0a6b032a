#compdef tournament
# Completion of `tournament` for zsh, made by `tournament completion zsh`.
_tournament_values() {
    local -a words
    local listed= files=
    case $1 in
        game) words=(chicken tsto) ;;
        player) words=(joss grudger); listed=1; files=1 ;;
        folder) words=(); files=1 ;;
    esac
    [[ -n $listed ]] && compset -P '*,'
    (( $#words )) && compadd -a words
    [[ -n $files ]] && _files
}

_tournament() {
    local command= word before=${words[CURRENT-1]}
    local -a found
    for word in ${words[2,CURRENT-1]}; do
        if [[ $word != -* ]]; then
            command=$word
            break
        fi
    done
    if [[ -z $command ]]; then
        found=('play:play all' 'doctor:look after all' 'report:write a page' 'show:explain' '--help:show help' '--version:show versions')
        _describe command found
        return
    fi
    if [[ $PREFIX == --*=* ]]; then
        before=${PREFIX%%=*}
        compset -P '*='
    fi
    case "$command $before" in
        "play --game") _tournament_values game; return ;;
        "play --with") _tournament_values player; return ;;
        "play --output"|"play -o") _tournament_values folder; return ;;
        "play --seed") return ;;
    esac
    if [[ $PREFIX == -* ]]; then
        case $command in
            play) found=('--quiet:say less' '-q:say less' '--game:whos payoffs' '--with:players' '--output:a folder' '-o:a folder' '--seed:a number') ;;
            doctor) found=() ;;
            report) found=('--open:open it') ;;
            show) found=() ;;
        esac
        _describe option found
        return
    fi
    case $command in
        play) _tournament_values player ;;
        report) _tournament_values folder ;;
        show) _tournament_values game ;;
    esac
}

if [[ $funcstack[1] == _tournament ]]; then
    _tournament "$@"
else
    compdef _tournament tournament
fi
