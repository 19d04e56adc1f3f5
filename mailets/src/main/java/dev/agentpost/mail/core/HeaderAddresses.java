package dev.agentpost.mail.core;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.mail.internet.InternetAddress;

/**
 * Finds the addresses in a From or Sender field. Readers of mail disagree about malformed fields, so what anything could
 * take for an address counts: the addresses that a lenient parser finds, and whatever holds an {@code @} outside
 * comments, quoted strings and encoded words.
 */
public final class HeaderAddresses {
    // Possessive: else each character of a long field takes a bit of the stack.
    private static final Pattern QUOTED_STRING = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"");
    private static final Pattern INNERMOST_COMMENT = Pattern.compile("\\((?:[^()\\\\]++|\\\\.)*+\\)");
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?\\s]+\\?[bBqQ]\\?[^?\\s]*\\?=");

    /** Looked for where a word begins only: else a long word without an at sign is read again from each of its characters. */
    private static final Pattern ADDRESS_LIKE =
            Pattern.compile("(?<![^\\s<>,;:()\"])(?:[^\\s<>,;:()\"@]*+@)++[^\\s<>,;:()\"@]*+");

    private static final Pattern UNPAIRED = Pattern.compile("[()\"]");

    /** What is deeper stays there and makes the field unreadable. */
    private static final int MAX_COMMENT_DEPTH = 10;

    private HeaderAddresses() {}

    /** Empty when there is no address or the field cannot be read. */
    public static List<String> find(String value) {
        List<String> addresses = new ArrayList<>();
        for (InternetAddress address : AddressField.parse(value)) {
            if (address.isGroup() || address.getAddress() == null) {
                return List.of();
            }
            addresses.add(address.getAddress());
        }
        if (addresses.isEmpty()) {
            return List.of();
        }
        String bare = bare(value);
        if (UNPAIRED.matcher(bare).find()) {
            return List.of();
        }
        ADDRESS_LIKE.matcher(bare).results().map(MatchResult::group).forEach(addresses::add);
        return addresses;
    }

    private static String bare(String value) {
        String text = ENCODED_WORD.matcher(value).replaceAll(" ");
        text = QUOTED_STRING.matcher(text).replaceAll(" ");
        for (int depth = 0; depth < MAX_COMMENT_DEPTH; depth++) {
            text = INNERMOST_COMMENT.matcher(text).replaceAll(" ");
        }
        return text;
    }
}
