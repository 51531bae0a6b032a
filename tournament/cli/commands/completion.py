"""`tournament completion`: let a shell complete what is typed."""

from argparse import Namespace

from tournament.cli import exits
from tournament.cli.command import Command
from tournament.cli.options import Option

SHELLS = ("bash", "zsh", "fish")


def run(args: Namespace) -> int:
    """Print the script for a shell."""
    from tournament.cli.installation import shells
    from tournament.cli.installation.completion import completion

    print(shells.SHELLS[args.shell](completion()), end="")
    return exits.DONE


COMMAND = Command(
    "completion",
    "print a script with which bash, zsh or fish complete what you type",
    run,
    (Option("shell", "bash, zsh or fish", shown="SHELL", choices=SHELLS),),
    "The script knows commands, options, strategies, games and groups of this installation. Write"
    " it again when you install plugins. Then open a new shell.",
    (
        (
            "tournament completion bash > ~/.local/share/bash-completion/completions/tournament",
            "bash, with the package bash-completion",
        ),
        ("tournament completion bash >> ~/.bashrc", "bash without that package"),
        (
            "tournament completion zsh > ~/.zfunc/_tournament",
            "zsh, where .zshrc has: fpath=(~/.zfunc $fpath); autoload -U compinit; compinit",
        ),
        ("tournament completion fish > ~/.config/fish/completions/tournament.fish", "fish"),
    ),
)
