package dev.agentpost.mail.cli;

import java.util.stream.Stream;

/** Versions such as 5.0.9. */
final class Versions {
    private Versions() {}

    /**
     * Compares the first two numbers, which say what files can be read.
     *
     * @return false when one of them is not known
     */
    static boolean isOlder(String version, String other) {
        if (version == null || other == null) {
            return false;
        }
        int[] numbers = numbers(version);
        int[] otherNumbers = numbers(other);
        return numbers[0] < otherNumbers[0] || numbers[0] == otherNumbers[0] && numbers[1] < otherNumbers[1];
    }

    private static int[] numbers(String version) {
        return Stream.concat(Stream.of(version.split("[^0-9]+")), Stream.of("0", "0"))
                .filter(part -> !part.isEmpty())
                .limit(2)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
