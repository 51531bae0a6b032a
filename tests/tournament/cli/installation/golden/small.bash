# Completion of `tournament` for bash, made by `tournament completion bash`.
_tournament_values() {
    # $1: kind of values; $2: what is typed
    local words= listed= files= before= current=$2 found
    case $1 in
        game) words="chicken tsto" ;;
        player) words="joss grudger"; listed=1; files=1 ;;
        folder) words=""; files=1 ;;
    esac
    if [[ -n $listed ]]; then
        current=${2##*,}
        before=${2%"$current"}
        compopt -o nospace 2>/dev/null
    fi
    COMPREPLY=($(compgen -P "$before" -W "$words" -- "$current"))
    if [[ -n $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r found; do
            COMPREPLY+=("$found")
        done < <(compgen -f -- "$2")
    fi
}

_tournament() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= word
    if [[ $current == = ]]; then
        current=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
        if [[ $word != -* ]]; then
            command=$word
            break
        fi
    done
    COMPREPLY=()
    if [[ -z $command ]]; then
        COMPREPLY=($(compgen -W "play doctor report show --help --version" -- "$current"))
        return
    fi
    case "$command $before" in
        "play --game") _tournament_values game "$current"; return ;;
        "play --with") _tournament_values player "$current"; return ;;
        "play --output"|"play -o") _tournament_values folder "$current"; return ;;
        "play --seed") return ;;
    esac
    if [[ $current == -* ]]; then
        case $command in
            play) word="--quiet -q --game --with --output -o --seed" ;;
            doctor) word="" ;;
            report) word="--open" ;;
            show) word="" ;;
        esac
        COMPREPLY=($(compgen -W "$word" -- "$current"))
        return
    fi
    case $command in
        play) _tournament_values player "$current" ;;
        report) _tournament_values folder "$current" ;;
        show) _tournament_values game "$current" ;;
    esac
}
complete -F _tournament tournament
