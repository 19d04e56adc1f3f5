package dev.agentpost.mail.server.configuration;

import java.util.Locale;
import java.util.regex.Pattern;

/** The largest Java heap of each process, in mebibytes. */
public record HeapSettings(int serverMebibytes, int cassandraMebibytes) {
    public static final String SERVER_HEAP = "SERVER_HEAP";
    public static final String CASSANDRA_HEAP = "CASSANDRA_HEAP";

    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,5}[mg]");
    private static final int MIN_MEBIBYTES = 128;
    private static final int MEBIBYTES_PER_GIBIBYTE = 1024;
    private static final String EXPECTED = "a size such as 512m or 2g, at least 128m, is expected";

    static HeapSettings from(Environment environment) {
        return new HeapSettings(mebibytes(environment, SERVER_HEAP, 768), mebibytes(environment, CASSANDRA_HEAP, 512));
    }

    private static int mebibytes(Environment environment, String key, int byDefault) {
        return environment
                .text(key)
                .map(value -> environment.convert(key, value, HeapSettings::parse, EXPECTED))
                .orElse(byDefault);
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
