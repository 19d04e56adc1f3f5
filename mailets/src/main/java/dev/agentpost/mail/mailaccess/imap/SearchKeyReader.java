package dev.agentpost.mail.mailaccess.imap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.DayMonthYear;
import org.apache.james.imap.api.message.request.SearchKey;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;

/** Reads the keys of a SEARCH (RFC 3501 section 6.4.4, RFC 5032, RFC 7162, RFC 8474, RFC 8514). For one command. */
final class SearchKeyReader {
    private static final Map<String, Supplier<SearchKey>> PLAIN = Map.ofEntries(
            Map.entry("ALL", SearchKey::buildAll),
            Map.entry("ANSWERED", SearchKey::buildAnswered),
            Map.entry("DELETED", SearchKey::buildDeleted),
            Map.entry("DRAFT", SearchKey::buildDraft),
            Map.entry("FLAGGED", SearchKey::buildFlagged),
            Map.entry("NEW", SearchKey::buildNew),
            Map.entry("OLD", SearchKey::buildOld),
            Map.entry("RECENT", SearchKey::buildRecent),
            Map.entry("SEEN", SearchKey::buildSeen),
            Map.entry("UNANSWERED", SearchKey::buildUnanswered),
            Map.entry("UNDELETED", SearchKey::buildUndeleted),
            Map.entry("UNDRAFT", SearchKey::buildUndraft),
            Map.entry("UNFLAGGED", SearchKey::buildUnflagged),
            Map.entry("UNSEEN", SearchKey::buildUnseen),
            Map.entry("SAVEDATESUPPORTED", SearchKey::buildSaveDateSupported));

    private static final Pattern ID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final Map<String, Function<String, SearchKey>> OF_TEXT = Map.of(
            "BCC", SearchKey::buildBcc,
            "BODY", SearchKey::buildBody,
            "CC", SearchKey::buildCc,
            "FROM", SearchKey::buildFrom,
            "SUBJECT", SearchKey::buildSubject,
            "TEXT", SearchKey::buildText,
            "TO", SearchKey::buildTo,
            "EMAILID", id -> ofId(id, SearchKey::buildMessageId),
            "THREADID", id -> ofId(id, SearchKey::buildThreadId));

    private static final Map<String, Function<String, SearchKey>> OF_ATOM =
            Map.of("KEYWORD", SearchKey::buildKeyword, "UNKEYWORD", SearchKey::buildUnkeyword);

    private static final Map<String, Function<DayMonthYear, SearchKey>> OF_DATE = Map.of(
            "BEFORE", SearchKey::buildBefore,
            "ON", SearchKey::buildOn,
            "SINCE", SearchKey::buildSince,
            "SENTBEFORE", SearchKey::buildSentBefore,
            "SENTON", SearchKey::buildSentOn,
            "SENTSINCE", SearchKey::buildSentSince,
            "SAVEDBEFORE", SearchKey::buildSavedBefore,
            "SAVEDON", SearchKey::buildSavedOn,
            "SAVEDSINCE", SearchKey::buildSavedSince);

    private static final Map<String, LongFunction<SearchKey>> OF_NUMBER = Map.of(
            "LARGER", SearchKey::buildLarger,
            "SMALLER", SearchKey::buildSmaller,
            "OLDER", SearchKey::buildOlder,
            "YOUNGER", SearchKey::buildYounger);

    private final ImapRequestLineReader reader;
    private final ImapSession session;
    /** What a client does not name is ASCII, which UTF-8 includes, or UTF-8 all the same. */
    private Charset charset = StandardCharsets.UTF_8;

    /** Nothing has an id of another form (RFC 8474 section 6); James's search fails at one. */
    private static SearchKey ofId(String id, Function<String, SearchKey> key) {
        return ID.matcher(id).matches() ? key.apply(id) : SearchKey.buildNot(SearchKey.buildAll());
    }

    SearchKeyReader(ImapRequestLineReader reader, ImapSession session) {
        this.reader = reader;
        this.session = session;
    }

    void charset(Charset named) {
        charset = named;
    }

    /** To the end of the line. */
    SearchKey all(String firstWord) throws DecodingException {
        List<SearchKey> keys = new ArrayList<>();
        keys.add(key(firstWord));
        while (reader.nextWordCharLenient().isPresent()) {
            keys.add(key(word()));
        }
        reader.eol();
        return keys.size() == 1 ? keys.get(0) : SearchKey.buildAnd(keys);
    }

    /** The next word in upper case; empty before anything that is no letter. */
    String word() throws DecodingException {
        StringBuilder word = new StringBuilder();
        char next = reader.nextWordChar();
        while (Character.isLetterOrDigit(next) && !(word.isEmpty() && Character.isDigit(next))) {
            word.append(reader.consume());
            next = reader.nextChar();
        }
        return word.toString().toUpperCase(Locale.ROOT);
    }

    private SearchKey key(String word) throws DecodingException {
        if (word.isEmpty()) {
            return reader.nextChar() == '(' ? several() : numbers();
        }
        if (PLAIN.containsKey(word)) {
            delimited();
            return PLAIN.get(word).get();
        }
        if (OF_TEXT.containsKey(word)) {
            return OF_TEXT.get(word).apply(text());
        }
        if (OF_ATOM.containsKey(word)) {
            return OF_ATOM.get(word).apply(reader.atom());
        }
        if (OF_DATE.containsKey(word)) {
            return OF_DATE.get(word).apply(date());
        }
        if (OF_NUMBER.containsKey(word)) {
            return OF_NUMBER.get(word).apply(reader.number(true));
        }
        return compound(word);
    }

    private SearchKey compound(String word) throws DecodingException {
        return switch (word) {
            case "NOT" -> SearchKey.buildNot(key(word()));
            case "OR" -> {
                SearchKey one = key(word());
                yield SearchKey.buildOr(one, key(word()));
            }
            case "UID" -> reader.nextWordChar() == '$' ? saved() : SearchKey.buildUidSet(reader.parseUidRange());
            case "HEADER" -> {
                String field = text();
                yield SearchKey.buildHeader(field, text());
            }
            case "MODSEQ" -> modSeq();
            default -> throw bad("unknown search key");
        };
    }

    /** James loses {@code *} when the other end of its range is a number too high (RFC 3501 section 9, seq-range). */
    private SearchKey numbers() throws DecodingException {
        if (reader.nextChar() == '$') {
            return saved();
        }
        long last = session.getSelected() == null ? 0 : session.getSelected().existsCount();
        return SearchKey.buildSequenceSet(UidSets.upTo(last, reader.parseIdRange()));
    }

    private SearchKey saved() throws DecodingException {
        reader.consume();
        delimited();
        return SearchKey.buildUidSet(SavedSearch.asKey(session));
    }

    private SearchKey several() throws DecodingException {
        reader.consume();
        List<SearchKey> keys = new ArrayList<>();
        while (reader.nextWordChar() != ')') {
            keys.add(key(word()));
        }
        reader.consume();
        if (keys.isEmpty()) {
            throw bad("no search key");
        }
        return SearchKey.buildAnd(keys);
    }

    /** The name of an entry and its kind are of no use here (RFC 7162 section 3.1.5). */
    private SearchKey modSeq() throws DecodingException {
        if (reader.nextWordChar() == '"') {
            quoted();
            word();
        }
        return SearchKey.buildModSeq(reader.number(true));
    }

    private DayMonthYear date() throws DecodingException {
        boolean quoted = reader.nextWordChar() == '"';
        if (quoted) {
            reader.consume();
        }
        DayMonthYear date = reader.date();
        if (quoted && reader.consume() != '"') {
            throw bad("a date must end its quotes");
        }
        if (!isInCalendar(date)) {
            throw bad("there is no such date");
        }
        return date;
    }

    private static boolean isInCalendar(DayMonthYear date) {
        try {
            return LocalDate.of(date.getYear(), date.getMonth(), date.getDay()) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    String text() throws DecodingException {
        return switch (reader.nextWordChar()) {
            case '"' -> decoded(quoted());
            case '{' -> reader.consumeLiteral(charset);
            default -> decoded(atom());
        };
    }

    private byte[] quoted() throws DecodingException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        reader.consume();
        char next = reader.consume();
        while (next != '"') {
            if (next == '\r' || next == '\n') {
                throw bad("a string must end its quotes");
            }
            octets.write(next == '\\' ? reader.consume() : next);
            next = reader.consume();
        }
        return octets.toByteArray();
    }

    private byte[] atom() throws DecodingException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        char next = reader.nextChar();
        while (next > ' ' && "(){%*\"\\".indexOf(next) < 0 && next != 0x7F) {
            octets.write(reader.consume());
            next = reader.nextChar();
        }
        if (octets.size() == 0) {
            throw bad("a string is missing");
        }
        return octets.toByteArray();
    }

    private String decoded(byte[] octets) throws DecodingException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new DecodingException(HumanReadableText.BAD_IO_ENCODING, "not in character set " + charset, e);
        }
    }

    private void delimited() throws DecodingException {
        if (" )\r\n".indexOf(reader.nextChar()) < 0) {
            throw bad("unknown search key");
        }
    }

    private static DecodingException bad(String reason) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, reason);
    }
}
