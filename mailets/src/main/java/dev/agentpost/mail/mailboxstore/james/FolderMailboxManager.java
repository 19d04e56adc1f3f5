package dev.agentpost.mail.mailboxstore.james;

import dev.agentpost.mail.mailboxstore.CopyClaims;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.trash.Expunging;
import dev.agentpost.mail.trash.TrashCopies;
import java.time.Clock;
import java.util.EnumSet;
import javax.inject.Inject;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MessageFactory;
import org.apache.james.mailbox.store.MessageStorer;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import reactor.core.publisher.Mono;

/** James's mailboxes on our store: without sharing, and without tables of attachments, which nothing of ours reads. */
public final class FolderMailboxManager extends StoreMailboxManager {
    private static final EnumSet<MessageCapabilities> MESSAGE_CAPABILITIES = EnumSet.of(MessageCapabilities.UniqueID);

    private final FolderMessages messages;
    private final MessageFiling filing;
    private final CopyClaims claims;
    private final TrashingExpunge trashing;
    private final TrashCopies trashCopies;

    @Inject
    public FolderMailboxManager(
            FolderMapperFactory mappers,
            FolderMessages messages,
            MessageFiling filing,
            CopyClaims claims,
            Expunging expunging,
            TrashCopies trashCopies,
            SessionProvider sessionProvider,
            MailboxPathLocker locker,
            MessageParser messageParser,
            MessageId.Factory messageIdFactory,
            EventBus eventBus,
            StoreMailboxAnnotationManager annotationManager,
            StoreRightManager storeRightManager,
            QuotaComponents quotaComponents,
            MessageSearchIndex index,
            MailboxManagerConfiguration configuration,
            PreDeletionHooks preDeletionHooks,
            ThreadIdGuessingAlgorithm threadIdGuessingAlgorithm,
            Clock clock) {
        super(
                mappers,
                sessionProvider,
                locker,
                messageParser,
                messageIdFactory,
                annotationManager,
                eventBus,
                storeRightManager,
                quotaComponents,
                index,
                configuration,
                preDeletionHooks,
                threadIdGuessingAlgorithm,
                clock);
        this.messages = messages;
        this.filing = filing;
        this.claims = claims;
        this.trashing = new TrashingExpunge(expunging, eventBus);
        this.trashCopies = trashCopies;
    }

    @Override
    public EnumSet<MailboxCapabilities> getSupportedMailboxCapabilities() {
        return EnumSet.of(
                MailboxCapabilities.Move,
                MailboxCapabilities.UserFlag,
                MailboxCapabilities.Namespace,
                MailboxCapabilities.Annotation,
                MailboxCapabilities.Quota);
    }

    @Override
    public EnumSet<MessageCapabilities> getSupportedMessageCapabilities() {
        return EnumSet.copyOf(MESSAGE_CAPABILITIES);
    }

    @Override
    protected StoreMessageManager createMessageManager(Mailbox mailbox, MailboxSession session) {
        return new FolderMessageManager(new Services(), mailbox);
    }

    @Override
    public <T> Mono<T> manageProcessing(Mono<T> toBeWrapped, MailboxSession mailboxSession) {
        return toBeWrapped;
    }

    /** What the managers of single mailboxes work with. */
    final class Services {
        FolderMessages messages() {
            return messages;
        }

        MessageFiling filing() {
            return filing;
        }

        CopyClaims claims() {
            return claims;
        }

        TrashingExpunge trashing() {
            return trashing;
        }

        TrashCopies trashCopies() {
            return trashCopies;
        }

        FolderMailboxManager manager() {
            return FolderMailboxManager.this;
        }

        MailboxPathLocker locker() {
            return getLocker();
        }

        MessageSearchIndex searchIndex() {
            return getMessageSearchIndex();
        }

        StoreRightManager rights() {
            return getStoreRightManager();
        }

        PreDeletionHooks preDeletionHooks() {
            return getPreDeletionHooks();
        }

        MailboxManagerConfiguration configuration() {
            return configuration;
        }

        /** James asks for one, but what it would do is done by {@link FolderMessageManager}. */
        MessageStorer storer() {
            return new MessageStorer.WithoutAttachment(
                    getMapperFactory(),
                    getMessageIdFactory(),
                    new MessageFactory.StoreMessageFactory(),
                    getThreadIdGuessingAlgorithm(),
                    getClock());
        }
    }
}
