package dev.agentpost.mail.server.configuration;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a file of settings says: {@code NAME=value} a line, in UTF-8, the value as it stands; lines that are blank or begin
 * with {@code #} say nothing. The form is strict enough for {@code docker/agentpost-health}, a shell script, to read it.
 *
 * @param values without those that are set to nothing; a relative path begins where the file is
 */
record SettingLines(Path path, Map<String, String> values) {
    private static final Pattern LINE = Pattern.compile("([\\w.-]+)\\s*=(.*)");

    SettingLines {
        values = Map.copyOf(values);
    }

    /**
     * Of a file that need not exist.
     *
     * @throws InvalidSettingException naming the file and what is wrong, without repeating a value: it may be a secret
     */
    static SettingLines read(Path path) {
        try {
            return parse(path, Files.readAllLines(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException absent) {
            return new SettingLines(path, Map.of());
        } catch (AccessDeniedException e) {
            throw new InvalidSettingException(path + " cannot be read: permission denied");
        } catch (CharacterCodingException e) {
            throw new InvalidSettingException(path + " cannot be read: it is not in UTF-8");
        } catch (IOException e) {
            throw new InvalidSettingException(path + " cannot be read: " + e.getMessage());
        }
    }

    private static SettingLines parse(Path path, List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new InvalidSettingException(path + ": line " + (i + 1) + " is not of the form NAME=value");
            }
            if (values.put(matcher.group(1), matcher.group(2).strip()) != null) {
                throw new InvalidSettingException(path + ": " + matcher.group(1) + " stands there twice");
            }
        }
        values.values().removeIf(String::isEmpty);
        Setting.files()
                .forEach(setting -> values.computeIfPresent(setting.name(), (name, value) -> beside(path, value)));
        return new SettingLines(path, values);
    }

    private static String beside(Path file, String value) {
        try {
            return file.toAbsolutePath().resolveSibling(value).normalize().toString();
        } catch (InvalidPathException e) {
            // refused as that of a variable is
            return value;
        }
    }

    /** @throws InvalidSettingException one line that names the file and all in it that are no settings */
    void requireKnown() {
        String unknown = values.keySet().stream()
                .filter(name -> Stream.of(Setting.values()).map(Setting::name).noneMatch(name::equals))
                .sorted()
                .map(name -> name + " is not a setting"
                        + UnknownVariables.meant(name)
                                .map(meant -> ": is " + meant + " meant?")
                                .orElse(""))
                .collect(Collectors.joining("; "));
        if (!unknown.isEmpty()) {
            throw new InvalidSettingException(path + ": " + unknown);
        }
    }
}
