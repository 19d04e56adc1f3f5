package dev.agentpost.mail.cli.admin;

import picocli.CommandLine.Option;

/** {@code --yes} of a command that never asks: for scripts that always say it. */
final class NoConfirmation {
    @Option(
            names = {"-y", "--yes"},
            hidden = true)
    private boolean given;
}
