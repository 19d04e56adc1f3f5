package dev.agentpost.mail.integration.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first inbox with its key, as the first start prints them. */
final class PrintedInbox {
    private static final Pattern ADDRESS = Pattern.compile("User name +(\\S+@\\S+)");
    private static final Pattern KEY = Pattern.compile("Password +(ap_sk_\\S+)");

    private PrintedInbox() {}

    /** Printed a moment after the server is ready. */
    static TestInbox awaitIn(Supplier<String> log) {
        return in(await().atMost(Duration.ofMinutes(1))
                .until(log::get, text -> KEY.matcher(text).find()));
    }

    private static TestInbox in(String log) {
        return new TestInbox(printed(ADDRESS, log), printed(KEY, log));
    }

    private static String printed(Pattern pattern, String log) {
        Matcher matcher = pattern.matcher(log);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in " + log);
        }
        return matcher.group(1);
    }
}
