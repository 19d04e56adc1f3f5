package dev.agentpost.mail.mailaccess.imap;

import com.google.common.base.CharMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.FetchPartPathDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;

/** What a FETCH asks for and its modifiers, for one command. */
final class FetchItemReader {
    private static final CharMatcher NAME_END = CharMatcher.anyOf(" ()[]<\r\n");
    private static final CharMatcher FIELD_END = CharMatcher.anyOf(" ()[]{\"\\\r\n");
    private static final Pattern FIELD = Pattern.compile("[!-~&&[^:()\\[\\]{}\"\\\\]]+");
    private static final String PART = "[1-9]\\d{0,8}(\\.[1-9]\\d{0,8}){0,999}";
    private static final Pattern SECTION =
            Pattern.compile("(" + PART + "|(" + PART + "\\.)?(HEADER|TEXT)|" + PART + "\\.MIME)?");
    private static final Pattern FIELDS_SECTION = Pattern.compile("(" + PART + "\\.)?HEADER\\.FIELDS(\\.NOT)?");
    private static final Map<String, List<Item>> ITEMS = Map.ofEntries(
            Map.entry("ALL", List.of(Item.FLAGS, Item.INTERNAL_DATE, Item.SIZE, Item.ENVELOPE)),
            Map.entry("FAST", List.of(Item.FLAGS, Item.INTERNAL_DATE, Item.SIZE)),
            Map.entry("FULL", List.of(Item.FLAGS, Item.INTERNAL_DATE, Item.SIZE, Item.ENVELOPE, Item.BODY)),
            Map.entry("BODY", List.of(Item.BODY)),
            Map.entry("BODYSTRUCTURE", List.of(Item.BODY_STRUCTURE)),
            Map.entry("EMAILID", List.of(Item.EMAILID)),
            Map.entry("ENVELOPE", List.of(Item.ENVELOPE)),
            Map.entry("FLAGS", List.of(Item.FLAGS)),
            Map.entry("INTERNALDATE", List.of(Item.INTERNAL_DATE)),
            Map.entry("MODSEQ", List.of(Item.MODSEQ)),
            Map.entry("RFC822.SIZE", List.of(Item.SIZE)),
            Map.entry("SAVEDATE", List.of(Item.SAVEDATE)),
            Map.entry("THREADID", List.of(Item.THREADID)),
            Map.entry("UID", List.of(Item.UID)));

    private final ImapRequestLineReader request;
    private final boolean byUid;
    private final FetchData.Builder wanted = FetchData.builder();

    FetchItemReader(ImapRequestLineReader request, boolean byUid) {
        this.request = request;
        this.byUid = byUid;
    }

    FetchData read() throws DecodingException {
        if (byUid) {
            wanted.fetch(Item.UID);
        }
        if (request.nextWordChar() == '(') {
            items();
        } else {
            item();
        }
        if (request.nextWordCharLenient().isPresent()) {
            modifiers();
        }
        return wanted.build();
    }

    private void items() throws DecodingException {
        request.consumeChar('(');
        while (request.nextWordChar() != ')') {
            item();
        }
        request.consume();
    }

    private void item() throws DecodingException {
        request.nextWordChar();
        String name = request.readUntil(NAME_END).toUpperCase(Locale.ROOT);
        if (request.nextChar() == '[') {
            section(name);
        } else if (ITEMS.containsKey(name)) {
            ITEMS.get(name).forEach(wanted::fetch);
        } else {
            wholeOf(name);
        }
    }

    private void wholeOf(String name) throws DecodingException {
        switch (name) {
            case "RFC822" -> wanted.add(BodyFetchElement.createRFC822(), false);
            case "RFC822.HEADER" -> wanted.add(BodyFetchElement.createRFC822Header(), true);
            case "RFC822.TEXT" -> wanted.add(BodyFetchElement.createRFC822Text(), false);
            default -> throw illegal("unknown item " + name);
        }
    }

    private void section(String name) throws DecodingException {
        boolean peek = name.equals("BODY.PEEK");
        if (!peek && !name.equals("BODY")) {
            throw illegal("no section of " + name);
        }
        request.consumeChar('[');
        String section = request.readUntil(NAME_END);
        String fields = request.nextChar() == ' ' ? fields(section) : "";
        Pattern expected = fields.isEmpty() ? SECTION : FIELDS_SECTION;
        if (!expected.matcher(section.toUpperCase(Locale.ROOT)).matches()) {
            throw illegal("unknown section " + section);
        }
        request.consumeChar(']');
        wanted.add(element(section + fields), peek);
    }

    /** With the names as atoms. */
    private String fields(String section) throws DecodingException {
        if (request.nextWordChar() != '(') {
            throw illegal("fields are expected behind " + section);
        }
        request.consume();
        List<String> names = new ArrayList<>();
        while (request.nextWordChar() != ')') {
            names.add(field());
        }
        request.consume();
        return " (" + String.join(" ", names) + ")";
    }

    private String field() throws DecodingException {
        String name =
                switch (request.nextWordChar()) {
                    case '"' -> request.consumeQuoted();
                    case '{' -> request.consumeLiteral(null);
                    default -> request.readUntil(FIELD_END);
                };
        if (!FIELD.matcher(name).matches()) {
            throw illegal("no header field has the name " + name);
        }
        return name;
    }

    private BodyFetchElement element(String section) throws DecodingException {
        FetchPartPathDecoder path = new FetchPartPathDecoder();
        path.decode(section);
        Long first = null;
        Long count = null;
        if (request.nextChar() == '<') {
            request.consume();
            first = request.number();
            if (request.nextChar() == '.') {
                request.consume();
                count = request.nzNumber();
            }
            request.consumeChar('>');
        }
        return new BodyFetchElement(
                "BODY[" + section + "]", path.getSpecifier(), path.getPath(), path.getNames(), first, count);
    }

    /** RFC 7162 section 3.2.6: VANISHED needs UIDs and CHANGEDSINCE. */
    private void modifiers() throws DecodingException {
        boolean changedSince = false;
        boolean vanished = false;
        request.consumeChar('(');
        do {
            request.nextWordChar();
            String modifier = request.readUntil(NAME_END).toUpperCase(Locale.ROOT);
            switch (modifier) {
                case "CHANGEDSINCE" -> {
                    wanted.changedSince(request.number(true));
                    changedSince = true;
                }
                case "VANISHED" -> vanished = true;
                default -> throw illegal("unknown modifier " + modifier);
            }
        } while (request.nextWordChar() != ')');
        request.consume();
        if (vanished && !(byUid && changedSince)) {
            throw illegal("VANISHED needs UID FETCH and CHANGEDSINCE");
        }
        wanted.vanished(vanished);
    }

    private static DecodingException illegal(String reason) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, reason);
    }
}
