package dev.agentpost.mail.server.configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads typed values. A variable that is set to nothing counts as absent, as compose files pass such ones. */
final class Environment {
    private static final int MAX_PORT = 65_535;

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** What is set, or the default if there is one. */
    Optional<String> find(Setting setting) {
        return set(setting).or(setting::byDefault);
    }

    /** @param parse throws IllegalArgumentException for what it does not take */
    <T> Optional<T> find(Setting setting, Function<String, T> parse, String allowed) {
        return find(setting).map(value -> convert(setting, value, parse, allowed));
    }

    /** A setting that has a default. */
    <T> T get(Setting setting, Function<String, T> parse, String allowed) {
        return find(setting, parse, allowed).orElseThrow();
    }

    String get(Setting setting, Pattern form, String allowed) {
        return get(setting, value -> require(value, form.matcher(value).matches()), allowed);
    }

    int port(Setting setting) {
        return (int) number(setting, 1, MAX_PORT, "a port from 1 to 65535 is expected");
    }

    int port(Setting setting, int unlessSet) {
        return set(setting).isPresent() ? port(setting) : unlessSet;
    }

    long number(Setting setting, long min, long max, String allowed) {
        return get(
                setting,
                value -> {
                    long number = Long.parseLong(value);
                    require(value, number >= min && number <= max);
                    return number;
                },
                allowed);
    }

    boolean flag(Setting setting) {
        return get(
                setting,
                value -> Boolean.valueOf(require(value, value.equals("true") || value.equals("false"))),
                "true or false is expected");
    }

    Optional<Path> path(Setting setting) {
        return find(setting).map(value -> {
            try {
                return Path.of(value).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw InvalidSettingException.of(setting, value, "a path of a file is expected");
            }
        });
    }

    /** Of what stands between commas. */
    <T> List<T> list(Setting setting, Function<String, T> parse, String allowed) {
        return find(setting).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(element -> convert(setting, element, parse, allowed))
                .toList();
    }

    void requireBothOrNone(Setting one, Setting other) {
        if (set(one).isPresent() != set(other).isPresent()) {
            Setting set = set(one).isPresent() ? one : other;
            Setting missing = set == one ? other : one;
            throw new InvalidSettingException(
                    set + " is set and " + missing + " is not: both or none of them is allowed");
        }
    }

    private Optional<String> set(Setting setting) {
        return Optional.ofNullable(variables.get(setting.name()))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static <T> T convert(Setting setting, String value, Function<String, T> parse, String allowed) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw InvalidSettingException.of(setting, value, allowed);
        }
    }

    private static String require(String value, boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }
}
