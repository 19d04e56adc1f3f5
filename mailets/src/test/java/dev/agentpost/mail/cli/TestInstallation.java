package dev.agentpost.mail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** That of the commands of this JVM, until it is closed: a folder with nothing but a file of settings. */
public final class TestInstallation implements AutoCloseable {
    private static final String HOME = "agentpost.home";

    private final String before = System.getProperty(HOME);
    private final Path settings;

    /** @param lines of the file of settings */
    public TestInstallation(Path home, String... lines) throws IOException {
        settings = Files.createDirectories(home.resolve("james-conf")).resolve("settings.properties");
        Files.writeString(settings, String.join("\n", lines));
        System.setProperty(HOME, home.toString());
    }

    public Path settings() {
        return settings;
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, before);
        }
    }
}
