package dev.agentpost.mail.admin.webadmin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** What the log lines of a request say beside their text and what WebAdmin puts there. */
final class AdminRequestLog {
    private static final String ORGANIZATION = "organization";
    /** The address of the path: lines of other protocols name an inbox by its id. */
    private static final String EMAIL = "email";

    private static final String KEY = "key";
    private static final Pattern PATH =
            Pattern.compile("/organizations/([^/]+)(?:/inboxes/([^/]+)|/api-keys/([^/]+))?(?:/.*)?");

    private AdminRequestLog() {}

    /** What the thread's last request has left is gone. */
    static void begin(String path) {
        Matcher matcher = PATH.matcher(path);
        boolean matches = matcher.matches();
        put(ORGANIZATION, matches ? matcher.group(1) : null);
        put(EMAIL, matches ? matcher.group(2) : null);
        put(KEY, matches ? matcher.group(3) : null);
    }

    private static void put(String name, String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }
}
