package dev.agentpost.mail.cli.admin;

import java.io.Console;
import picocli.CommandLine.Option;

/** Asks before something is lost for good. */
final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean given;

    /** @throws AdminFailure when nobody can be asked, or says no */
    void require(String question) throws AdminFailure {
        if (given) {
            return;
        }
        Console console = System.console();
        if (console == null) {
            throw AdminFailure.usage("there is no terminal to ask on: confirm with --yes");
        }
        String answer = console.readLine("%s [y/N] ", question);
        if (answer == null || !answer.strip().matches("(?i)y|yes")) {
            throw AdminFailure.usage("nothing was done");
        }
    }
}
