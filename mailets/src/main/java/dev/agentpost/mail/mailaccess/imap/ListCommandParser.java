package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderPattern;
import dev.agentpost.mail.folder.FolderQuery;
import dev.agentpost.mail.folder.FolderQuery.Selection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;

/** LIST with several patterns and with options: RFC 5258, 5819 and 6154. */
public final class ListCommandParser extends AbstractImapCommandParser {
    private static final Map<String, Selection> SELECTIONS = Map.of(
            "SUBSCRIBED", Selection.SUBSCRIBED,
            "SPECIAL-USE", Selection.SPECIAL_USE,
            "RECURSIVEMATCH", Selection.RECURSIVE_MATCH);
    private static final String REMOTE = "REMOTE";
    private static final String STATUS = "STATUS";
    private static final String SUBSCRIBED = "SUBSCRIBED";

    /** What is shown without being asked for. */
    private static final Set<String> ALWAYS_RETURNED = Set.of("CHILDREN", "SPECIAL-USE");

    @Inject
    public ListCommandParser(StatusResponseFactory statusResponseFactory) {
        super(ImapConstants.LIST_COMMAND, statusResponseFactory);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader request, Tag tag, ImapSession session) throws DecodingException {
        FolderListReader reader = new FolderListReader(request);
        Set<Selection> selections = reader.atList() ? selections(reader.words()) : Set.of();
        List<FolderPattern> patterns = reader.patterns();
        Returned returned = returned(reader);
        reader.end();
        return new FolderListRequest(
                ImapConstants.LIST_COMMAND,
                tag,
                new FolderQuery(patterns, selections),
                selections.contains(Selection.SUBSCRIBED) || returned.options.contains(SUBSCRIBED),
                returned.status);
    }

    private static Set<Selection> selections(List<String> words) throws DecodingException {
        Set<Selection> selections = EnumSet.noneOf(Selection.class);
        for (String word : words) {
            if (SELECTIONS.containsKey(word)) {
                selections.add(SELECTIONS.get(word));
            } else if (!word.equals(REMOTE)) {
                throw FolderListReader.illegal("unknown selection option " + word);
            }
        }
        if (selections.equals(Set.of(Selection.RECURSIVE_MATCH))) {
            throw FolderListReader.illegal("RECURSIVEMATCH needs another option");
        }
        return selections;
    }

    private record Returned(Set<String> options, Optional<StatusDataItems> status) {}

    private static Returned returned(FolderListReader reader) throws DecodingException {
        Set<String> options = new HashSet<>();
        Optional<StatusDataItems> status = Optional.empty();
        if (reader.atEnd()) {
            return new Returned(options, status);
        }
        if (!reader.word().equals("RETURN")) {
            throw FolderListReader.illegal("RETURN is expected");
        }
        reader.open();
        while (!reader.atClose()) {
            String word = reader.word();
            if (word.equals(STATUS)) {
                status = Optional.of(reader.statusItems());
            } else if (!word.equals(SUBSCRIBED) && !ALWAYS_RETURNED.contains(word)) {
                throw FolderListReader.illegal("unknown return option " + word);
            }
            options.add(word);
        }
        return new Returned(options, status);
    }
}
