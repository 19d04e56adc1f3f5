package dev.agentpost.mail.cli.export;

import dev.agentpost.mail.cli.admin.AdminFailure;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an API key comes from: not from the command line, which every process of the machine can read. */
record ApiKeySource(String variable, Path file) {

    /** Without white space, as pasted keys have it; refused when there is none. */
    String read() throws AdminFailure {
        String key = withoutSpace(found());
        if (key.isEmpty()) {
            throw AdminFailure.usage("there is no API key: set " + ExportCommand.KEY_VARIABLE + ", or give --key-file");
        }
        return key;
    }

    private String found() throws AdminFailure {
        if (file != null) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw AdminFailure.usage("the key file " + file + " is not readable");
            }
        }
        if (variable != null && !variable.isBlank()) {
            return variable;
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("API key: ");
        return typed == null ? "" : new String(typed);
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    @Override
    public String toString() {
        return "***";
    }
}
