package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.StatusAnswers;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.request.SearchKey;
import org.apache.james.imap.api.message.request.SearchOperation;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.imap.message.request.SearchRequest;

/**
 * SEARCH as RFC 3501 has it. James's parser refuses OLD with another key behind it, dates in quotes, a size before a closing
 * parenthesis and text in UTF-8 without a CHARSET, and loses octets of long quoted texts.
 */
public final class InboxSearchCommandParser extends SearchCommandParser {
    /** James names all that the platform knows, which makes a line of 14 KB. */
    private static final String BAD_CHARSET = "[BADCHARSET (US-ASCII UTF-8 ISO-8859-1)] charset is not supported";

    private static final Map<String, SearchResultOption> RESULT_OPTIONS = Map.of(
            "MIN", SearchResultOption.MIN,
            "MAX", SearchResultOption.MAX,
            "ALL", SearchResultOption.ALL,
            "COUNT", SearchResultOption.COUNT,
            "SAVE", SearchResultOption.SAVE);

    @Inject
    public InboxSearchCommandParser(StatusResponseFactory statusResponses) {
        super(statusResponses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader reader, Tag tag, boolean useUids, ImapSession session)
            throws DecodingException {
        SearchKeyReader keys = new SearchKeyReader(reader, session);
        List<SearchResultOption> options = List.of();
        String word = keys.word();
        if (word.equals("RETURN")) {
            options = resultOptions(reader, keys);
            word = keys.word();
        }
        if (word.equals("CHARSET")) {
            try {
                keys.charset(Charset.forName(keys.text()));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                SavedSearch.refused(options, session);
                return StatusAnswers.no(tag, BAD_CHARSET);
            }
            word = keys.word();
        }
        SearchKey key = keys.all(word);
        return new SearchRequest(new SearchOperation(key, options), useUids, tag);
    }

    /** RFC 4731 section 3.1: none is ALL. */
    private static List<SearchResultOption> resultOptions(ImapRequestLineReader reader, SearchKeyReader keys)
            throws DecodingException {
        List<SearchResultOption> options = new ArrayList<>();
        reader.nextWordChar();
        reader.consumeChar('(');
        while (reader.nextWordChar() != ')') {
            String name = keys.word();
            if (!RESULT_OPTIONS.containsKey(name)) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "unknown result option");
            }
            options.add(RESULT_OPTIONS.get(name));
        }
        reader.consume();
        return options.isEmpty() ? List.of(SearchResultOption.ALL) : options;
    }
}
