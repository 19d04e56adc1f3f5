package dev.agentpost.mail.server.configuration;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The largest Java heap of each process, in mebibytes, where the operator says it. */
public record HeapSettings(Optional<Integer> serverMebibytes, Optional<Integer> cassandraMebibytes) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,5}[mg]");
    private static final int MIN_MEBIBYTES = 128;
    private static final int MEBIBYTES_PER_GIBIBYTE = 1024;
    private static final String EXPECTED = "a size such as 512m or 2g, at least 128m, is expected";

    static HeapSettings from(Environment environment) {
        return new HeapSettings(
                environment.find(Setting.SERVER_HEAP, HeapSettings::parse, EXPECTED),
                environment.find(Setting.CASSANDRA_HEAP, HeapSettings::parse, EXPECTED));
    }

    private static int parse(String value) {
        String size = value.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(size).matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int number = Integer.parseInt(size.substring(0, size.length() - 1));
        int mebibytes = size.endsWith("g") ? number * MEBIBYTES_PER_GIBIBYTE : number;
        if (mebibytes < MIN_MEBIBYTES) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return mebibytes;
    }
}
