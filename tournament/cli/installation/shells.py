"""Scripts that complete `tournament` in bash, zsh and fish.

Each is made from the same data, and answers from what stands in it.
"""

from collections.abc import Callable, Iterable, Mapping

from tournament.cli.installation.completion import Completion, Place, Shown

BASH = """\
# Completion of `tournament` for bash, made by `tournament completion bash`.
_tournament_values() {
    # $1: kind of values; $2: what is typed
    local words= listed= files= before= current=$2 found
    case $1 in
@kinds@
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
        COMPREPLY=($(compgen -W "@commands@" -- "$current"))
        return
    fi
    case "$command $before" in
@follows@
    esac
    if [[ $current == -* ]]; then
        case $command in
@options@
        esac
        COMPREPLY=($(compgen -W "$word" -- "$current"))
        return
    fi
    case $command in
@placed@
    esac
}
complete -F _tournament tournament
"""

ZSH = """\
#compdef tournament
# Completion of `tournament` for zsh, made by `tournament completion zsh`.
_tournament_values() {
    local -a words
    local listed= files=
    case $1 in
@kinds@
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
        found=(@commands@)
        _describe command found
        return
    fi
    if [[ $PREFIX == --*=* ]]; then
        before=${PREFIX%%=*}
        compset -P '*='
    fi
    case "$command $before" in
@follows@
    esac
    if [[ $PREFIX == -* ]]; then
        case $command in
@options@
        esac
        _describe option found
        return
    fi
    case $command in
@placed@
    esac
}

if [[ $funcstack[1] == _tournament ]]; then
    _tournament "$@"
else
    compdef _tournament tournament
fi
"""

FISH = """\
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
@lines@
"""

FIRST = {"--help": "show help", "--version": "show versions"}
"""What may stand in place of a command."""


def bash(data: Completion) -> str:
    """Return the script for bash, 3.2 (of macOS) or later."""
    words = {"commands": " ".join([*(command.name for command in data.commands), *FIRST])}
    return _filled(
        BASH,
        words,
        kinds=_cases(8, _kinds(data, '"{}"')),
        follows=_cases(8, _follows(data, '_tournament_values {} "$current"; return', "return")),
        options=_cases(12, _options(data, lambda each: " ".join(each.names), 'word="{}"')),
        placed=_cases(8, _placed(data, '_tournament_values {} "$current"')),
    )


def zsh(data: Completion) -> str:
    """Return the script for zsh, to be sourced or to stand in a folder of `fpath`."""

    def options(place: Place) -> str:
        return " ".join(_quoted(f"{name}:{_plain(place.text)}") for name in place.names)

    found = [_quoted(f"{each.name}:{_plain(each.text)}") for each in data.commands]
    found += [_quoted(f"{name}:{text}") for name, text in FIRST.items()]
    return _filled(
        ZSH,
        {"commands": " ".join(found)},
        kinds=_cases(8, _kinds(data, "({})")),
        follows=_cases(8, _follows(data, "_tournament_values {}; return", "return")),
        options=_cases(12, _options(data, options, "found=({})")),
        placed=_cases(8, _placed(data, "_tournament_values {}")),
    )


def fish(data: Completion) -> str:
    """Return the script for fish, 3 or later."""
    start = "complete -c tournament -n"
    lines = [
        f"{start} 'test -z (__tournament_command)' -a {each.name} -d {_quoted(each.text)}"
        for each in data.commands
    ]
    lines += [
        f"{start} 'test -z (__tournament_command)' -l {name[2:]} -d {_quoted(text)}"
        for name, text in FIRST.items()
    ]
    for command in data.commands:
        where = f"{start} '__tournament_is {command.name}'"
        if command.values:
            lines.append(f"{where} {_fish_values(data, command.values)}")
        for option in command.options:
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in option.names
            )
            files = option.values in data.files
            follows = f" -{'r' if files else 'x'} {_fish_values(data, option.values)}"
            follows = "" if option.is_switch else follows.rstrip()
            lines.append(f"{where} {names} -d {_quoted(option.text)}{follows}")
    return _filled(FISH, {"lines": "\n".join(lines)})


SHELLS: Mapping[str, Callable[[Completion], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
"""By name of the shell: what makes its script."""


# -- parts of scripts ------------------------------------------------------------------------------


def _filled(template: str, words: Mapping[str, str], **more: str) -> str:
    for name, text in {**words, **more}.items():
        template = template.replace(f"@{name}@", text)
    return template


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "") + "'"


def _plain(text: str) -> str:
    """Return a text without colons, which part names and texts in zsh."""
    return text.replace(":", "")


def _cases(indent: int, found: Iterable[tuple[str, str]]) -> str:
    """Return the branches of a `case`."""
    return "\n".join(f"{' ' * indent}{pattern}) {text} ;;" for pattern, text in found)


def _kinds(data: Completion, words: str) -> Iterable[tuple[str, str]]:
    """Yield what each kind of values is."""
    for kind, known in data.words.items():
        parts = [f"words={words.format(' '.join(known))}"]
        parts += ["listed=1"] * (kind in data.listed) + ["files=1"] * (kind in data.files)
        yield kind, "; ".join(parts)


def _follows(data: Completion, complete: str, nothing: str) -> Iterable[tuple[str, str]]:
    """Yield what happens after an option that takes a value."""
    for command in data.commands:
        for option in command.options:
            if not option.is_switch:
                pattern = "|".join(f'"{command.name} {name}"' for name in option.names)
                yield pattern, complete.format(option.values) if option.values else nothing


def _options(
    data: Completion, told: Callable[[Place], str], assigned: str
) -> Iterable[tuple[str, str]]:
    """Yield the options of each command."""
    for command in data.commands:
        yield command.name, assigned.format(" ".join(map(told, command.options)))


def _placed(data: Completion, complete: str) -> Iterable[tuple[str, str]]:
    """Yield what happens where an argument is typed."""
    for command in filter(_has_values, data.commands):
        yield command.name, complete.format(command.values)


def _has_values(command: Shown) -> bool:
    return bool(command.values)


def _fish_values(data: Completion, kind: str) -> str:
    """Return what fish is told about the values of a kind."""
    words = " ".join(data.words.get(kind, ()))
    if kind in data.listed:
        return f"-a '(__tournament_listed {words})'"
    return " ".join(filter(None, ["-F" * (kind in data.files), f"-a '{words}'" if words else ""]))
