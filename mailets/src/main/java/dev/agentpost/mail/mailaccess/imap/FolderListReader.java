package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderName;
import dev.agentpost.mail.folder.FolderPattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.StatusDataItems.StatusItem;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;

/** The arguments of LIST (RFC 5258 section 6), for one command. */
final class FolderListReader {
    private static final int MAX_PATTERNS = 100;
    private static final int MAX_PATTERN_LENGTH = 1000;
    private static final String NO_ATOM = "(){\"\\";
    private static final Map<String, StatusItem> STATUS_ITEMS = Map.ofEntries(
            Map.entry("MESSAGES", StatusItem.MESSAGES),
            Map.entry("RECENT", StatusItem.RECENT),
            Map.entry("UIDNEXT", StatusItem.UID_NEXT),
            Map.entry("UIDVALIDITY", StatusItem.UID_VALIDITY),
            Map.entry("UNSEEN", StatusItem.UNSEEN),
            Map.entry("HIGHESTMODSEQ", StatusItem.HIGHEST_MODSEQ),
            Map.entry("SIZE", StatusItem.SIZE),
            Map.entry("DELETED", StatusItem.DELETED),
            Map.entry("DELETED-STORAGE", StatusItem.DELETED_STORAGE),
            Map.entry("MAILBOXID", StatusItem.MAILBOXID),
            Map.entry("APPENDLIMIT", StatusItem.APPENDLIMIT));

    private final ImapRequestLineReader request;

    FolderListReader(ImapRequestLineReader request) {
        this.request = request;
    }

    boolean atList() throws DecodingException {
        return request.nextWordChar() == '(';
    }

    boolean atEnd() throws DecodingException {
        return request.nextWordCharLenient().isEmpty();
    }

    /** Words between parentheses, in upper case. */
    List<String> words() throws DecodingException {
        List<String> words = new ArrayList<>();
        open();
        while (!atClose()) {
            words.add(word());
        }
        return words;
    }

    void open() throws DecodingException {
        request.nextWordChar();
        request.consumeChar('(');
    }

    /** Takes the parenthesis when it is there. */
    boolean atClose() throws DecodingException {
        if (request.nextWordChar() != ')') {
            return false;
        }
        request.consume();
        return true;
    }

    String word() throws DecodingException {
        return atom().toUpperCase(Locale.ROOT);
    }

    private String atom() throws DecodingException {
        StringBuilder word = new StringBuilder();
        char next = request.nextWordChar();
        while (next > ' ' && next < 0x7f && NO_ATOM.indexOf(next) < 0) {
            word.append(request.consume());
            next = request.nextChar();
        }
        if (word.isEmpty()) {
            throw illegal("a word is missing");
        }
        return word.toString();
    }

    /** The reference and one pattern. */
    List<FolderPattern> plainPattern() throws DecodingException {
        String reference = request.mailbox();
        return patterns(reference, List.of(pattern()));
    }

    /** The reference and one pattern or several between parentheses. */
    List<FolderPattern> patterns() throws DecodingException {
        String reference = request.mailbox();
        if (!atList()) {
            return patterns(reference, List.of(pattern()));
        }
        List<String> patterns = new ArrayList<>();
        open();
        while (!atClose()) {
            patterns.add(pattern());
        }
        if (patterns.isEmpty() || patterns.size() > MAX_PATTERNS) {
            throw illegal("1 to " + MAX_PATTERNS + " patterns are expected");
        }
        return patterns(reference, patterns);
    }

    private String pattern() throws DecodingException {
        char next = request.nextWordChar();
        String text =
                switch (next) {
                    case '"' -> request.consumeQuoted();
                    case '{' -> request.consumeLiteral(null);
                    default -> atom();
                };
        return ModifiedUtf7.decodeModifiedUTF7(text);
    }

    /** An empty pattern names nothing: alone, it asks for the delimiter. */
    private static List<FolderPattern> patterns(String reference, List<String> patterns) throws DecodingException {
        List<FolderPattern> whole = new ArrayList<>();
        for (String pattern : patterns) {
            if (!pattern.isEmpty()) {
                whole.add(FolderPattern.of(FolderRequests.relative(joined(reference, pattern))));
            }
        }
        if (whole.stream().anyMatch(pattern -> pattern.text().length() > MAX_PATTERN_LENGTH)) {
            throw illegal("a pattern is too long");
        }
        return whole;
    }

    /** A reference is a level of hierarchy, whether it ends with the delimiter or not. */
    private static String joined(String reference, String pattern) {
        if (reference.isEmpty() || pattern.startsWith("#")) {
            return pattern;
        }
        boolean ends = reference.endsWith("/") || reference.charAt(reference.length() - 1) == FolderName.DELIMITER;
        boolean begins = pattern.charAt(0) == FolderName.DELIMITER;
        return ends || begins ? reference + pattern : reference + FolderName.DELIMITER + pattern;
    }

    /** At least one, between parentheses. */
    StatusDataItems statusItems() throws DecodingException {
        EnumSet<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        for (String word : words()) {
            StatusItem item = STATUS_ITEMS.get(word);
            if (item == null) {
                throw illegal("unknown status item " + word);
            }
            items.add(item);
        }
        if (items.isEmpty()) {
            throw illegal("a status item is missing");
        }
        return new StatusDataItems(items);
    }

    void end() throws DecodingException {
        request.eol();
    }

    static DecodingException illegal(String reason) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, reason);
    }
}
