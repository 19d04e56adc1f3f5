package dev.agentpost.mail.cli;

import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.WrittenSettings;
import java.util.Map;

/** The settings that every command has: those of a start from the same installation and environment. */
public final class CommandSettings {
    private CommandSettings() {}

    /** @throws InvalidSettingException when a file of settings cannot be read */
    public static WrittenSettings of(Map<String, String> environment) {
        return Installation.find()
                .map(installation -> WrittenSettings.read(environment, installation.configurationFolder()))
                .orElseGet(() -> WrittenSettings.of(environment));
    }
}
