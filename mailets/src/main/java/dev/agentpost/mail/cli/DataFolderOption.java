package dev.agentpost.mail.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which server is meant: every command that speaks to one mixes this in. */
public final class DataFolderOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The data folder of the server; ./data unless given.")
    private Path folder;

    /** Absolute; need not exist. */
    public Path folder() {
        return folder.toAbsolutePath().normalize();
    }
}
