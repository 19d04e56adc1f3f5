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

    Optional<String> text(String key) {
        return Optional.ofNullable(variables.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String text(String key, String defaultValue, Pattern form, String allowed) {
        return text(key)
                .map(value -> require(key, value, form.matcher(value).matches(), allowed))
                .orElse(defaultValue);
    }

    int port(String key, int defaultValue) {
        return (int) number(key, defaultValue, 1, MAX_PORT, "a port from 1 to 65535 is expected");
    }

    long number(String key, long defaultValue, long min, long max, String allowed) {
        return text(key)
                .map(value -> {
                    long number = convert(key, value, Long::parseLong, allowed);
                    require(key, value, number >= min && number <= max, allowed);
                    return number;
                })
                .orElse(defaultValue);
    }

    boolean flag(String key) {
        return flag(key, false);
    }

    boolean flag(String key, boolean defaultValue) {
        return text(key)
                .map(value ->
                        require(key, value, value.equals("true") || value.equals("false"), "true or false is expected"))
                .map(Boolean::parseBoolean)
                .orElse(defaultValue);
    }

    Optional<Path> path(String key) {
        return text(key).map(value -> {
            try {
                return Path.of(value).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw InvalidSettingException.of(key, value, "a path of a file is expected");
            }
        });
    }

    <T> List<T> list(String key, Function<String, T> parse, String allowed) {
        return text(key).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .map(element -> convert(key, element, parse, allowed))
                .toList();
    }

    /** @param parse throws IllegalArgumentException for what it does not take */
    <T> T convert(String key, String value, Function<String, T> parse, String allowed) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw InvalidSettingException.of(key, value, allowed);
        }
    }

    void requireBothOrNone(String one, String other) {
        if (text(one).isPresent() != text(other).isPresent()) {
            String set = text(one).isPresent() ? one : other;
            String missing = text(one).isPresent() ? other : one;
            throw new InvalidSettingException(
                    set + " is set and " + missing + " is not: both or none of them is allowed");
        }
    }

    private static String require(String key, String value, boolean condition, String allowed) {
        if (!condition) {
            throw InvalidSettingException.of(key, value, allowed);
        }
        return value;
    }
}
