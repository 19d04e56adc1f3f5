package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.GetMetadataCommandParser;
import org.apache.james.imap.message.request.GetMetadataRequest;
import org.apache.james.imap.message.request.GetMetadataRequest.Depth;
import org.apache.james.mailbox.model.MailboxAnnotationKey;

/**
 * GETMETADATA, whose options stand before the mailbox (RFC 5464 section 5). James's parser wants them behind it, each in
 * parentheses of its own, which is still allowed.
 */
public final class InboxGetMetadataCommandParser extends GetMetadataCommandParser {

    @Inject
    public InboxGetMetadataCommandParser(StatusResponseFactory statusResponses) {
        super(statusResponses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader reader, Tag tag, ImapSession session) throws DecodingException {
        GetMetadataRequest.Builder request = GetMetadataRequest.builder().tag(tag);
        try {
            if (reader.nextWordChar() == '(' && namesEntries(reader, request)) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "a mailbox is missing");
            }
            request.mailboxName(reader.mailbox());
            boolean named = false;
            while (!named && reader.nextWordCharLenient().isPresent()) {
                if (reader.nextWordChar() == '(') {
                    named = namesEntries(reader, request);
                } else {
                    request.keys(ImmutableSet.of(new MailboxAnnotationKey(reader.astring())));
                    named = true;
                }
            }
            reader.eol();
            return request.build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, e.getMessage(), e);
        }
    }

    /** Reads options, or the names of entries, which begin with a slash. */
    private static boolean namesEntries(ImapRequestLineReader reader, GetMetadataRequest.Builder request)
            throws DecodingException {
        Set<MailboxAnnotationKey> entries = new LinkedHashSet<>();
        reader.consume();
        do {
            String word = reader.astring();
            switch (word.toUpperCase(Locale.ROOT)) {
                case "MAXSIZE" -> request.maxsize(Optional.of(Ints.saturatedCast(reader.number(true))));
                case "DEPTH" -> request.depth(Depth.fromString(reader.atom()));
                default -> entries.add(new MailboxAnnotationKey(word));
            }
        } while (reader.nextWordChar() != ')');
        reader.consume();
        if (!entries.isEmpty()) {
            request.keys(entries);
        }
        return !entries.isEmpty();
    }
}
