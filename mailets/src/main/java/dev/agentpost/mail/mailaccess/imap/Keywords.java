package dev.agentpost.mail.mailaccess.imap;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.mail.Flags;

/** Flags that clients make up: atoms that do not begin with a backslash (RFC 3501 section 2.3.2). James takes any text. */
final class Keywords {
    static final String ANSWER = "a flag is malformed or unknown";

    private static final Pattern ATOM = Pattern.compile("[!-~&&[^(){%*\"\\\\\\]]]+");

    private Keywords() {}

    static boolean areValid(Flags flags) {
        return Stream.of(flags.getUserFlags())
                .allMatch(keyword -> ATOM.matcher(keyword).matches());
    }
}
