package dev.agentpost.mail.server.configuration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings as the operator wrote them: each in the environment, else in the file {@code settings.properties} of {@code
 * james-conf}, else as a container's image has it. One that is set to nothing counts as absent, wherever it stands.
 */
public final class WrittenSettings {
    public static final String FILE = "settings.properties";

    /** Beside {@code james-conf}, so that a folder mounted over that does not take away the ports of the image. */
    static final String IMAGE_FILE = "image-settings.properties";

    private final Map<String, String> environment;
    private final SettingLines file;
    private final SettingLines image;

    private WrittenSettings(Map<String, String> environment, SettingLines file, SettingLines image) {
        this.environment = Map.copyOf(environment);
        this.file = file;
        this.image = image;
    }

    /** These variables alone. */
    public static WrittenSettings of(Map<String, String> variables) {
        SettingLines none = new SettingLines(Path.of(FILE), Map.of());
        return new WrittenSettings(variables, none, none);
    }

    /**
     * @param configuration the folder {@code james-conf}
     * @throws InvalidSettingException when a file is there that cannot be read
     */
    public static WrittenSettings read(Map<String, String> environment, Path configuration) {
        return new WrittenSettings(
                environment,
                SettingLines.read(configuration.resolve(FILE)),
                SettingLines.read(configuration.resolveSibling(IMAGE_FILE)));
    }

    /** The environment with what the files add to it. */
    public Map<String, String> variables() {
        Map<String, String> all = new HashMap<>(image.values());
        all.putAll(file.values());
        environment.forEach((name, value) -> {
            if (value.isBlank()) {
                all.putIfAbsent(name, value);
            } else {
                all.put(name, value);
            }
        });
        return all;
    }

    /** A setting that is the path of a file. */
    public Optional<Path> path(Setting setting) {
        return new Environment(variables()).path(setting);
    }

    /** @throws InvalidSettingException for names in a file that are no settings */
    void requireKnown() {
        file.requireKnown();
        image.requireKnown();
    }

    /** Says where the setting stands that a message begins with, unless that is the environment. */
    InvalidSettingException located(InvalidSettingException wrong) {
        String name = wrong.getMessage().split("[= ]", 2)[0];
        boolean inFile =
                environment.getOrDefault(name, "").isBlank() && file.values().containsKey(name);
        return inFile ? new InvalidSettingException(file.path() + ": " + wrong.getMessage()) : wrong;
    }
}
