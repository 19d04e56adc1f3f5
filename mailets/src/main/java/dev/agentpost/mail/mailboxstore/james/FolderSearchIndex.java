package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.search.Condition;
import dev.agentpost.mail.mailboxstore.search.FolderSearch;
import dev.agentpost.mail.mailboxstore.search.FoundMessage;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxManager.SearchCapabilities;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.UnsupportedSearchException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.Sort;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import reactor.core.publisher.Flux;

/** Lets James search our folders: its mailbox and message ids have those of our folders and contents in them. */
@Singleton
public final class FolderSearchIndex implements MessageSearchIndex {
    private final FolderSearch folderSearch;
    private final MessageId.Factory messageIds;

    @Inject
    public FolderSearchIndex(FolderSearch folderSearch, MessageId.Factory messageIds) {
        this.folderSearch = folderSearch;
        this.messageIds = messageIds;
    }

    @Override
    public EnumSet<SearchCapabilities> getSupportedCapabilities(EnumSet<MessageCapabilities> messageCapabilities) {
        return EnumSet.of(
                SearchCapabilities.MultimailboxSearch, SearchCapabilities.Text, SearchCapabilities.PartialEmailMatch);
    }

    @Override
    public Flux<MessageUid> search(MailboxSession session, Mailbox mailbox, SearchQuery query)
            throws UnsupportedSearchException {
        Condition condition = SearchConditions.of(query);
        if (query.getSorts().equals(SearchQuery.DEFAULT_SORTS)) {
            return folderSearch
                    .search(folder(mailbox.getMailboxId()), condition)
                    .map(MessageUid::of);
        }
        return sorted(List.of(mailbox.getMailboxId()), condition, query.getSorts())
                .map(found -> MessageUid.of(found.row().uid()));
    }

    /** The caller has checked that the session may read the mailboxes. */
    @Override
    public Flux<MessageId> search(
            MailboxSession session, Collection<MailboxId> mailboxIds, SearchQuery query, long limit)
            throws UnsupportedSearchException {
        return sorted(mailboxIds, SearchConditions.of(query), query.getSorts())
                .map(found -> found.row().contentId().toString())
                .distinct()
                .map(messageIds::fromString)
                .take(limit, true);
    }

    private Flux<FoundMessage> sorted(Collection<MailboxId> mailboxes, Condition condition, List<Sort> sorts) {
        boolean withEnvelopes = SearchOrder.needsEnvelopes(sorts);
        return Flux.fromIterable(mailboxes)
                .concatMap(mailbox -> folderSearch.find(folder(mailbox), condition, withEnvelopes))
                .sort(SearchOrder.of(sorts));
    }

    private static FolderId folder(MailboxId mailbox) {
        return FolderId.of(mailbox.serialize());
    }
}
