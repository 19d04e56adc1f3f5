package dev.agentpost.mail.mailboxstore.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.mail.AnnotationMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.AnnotationMapperTest;
import org.apache.james.mailbox.store.mail.model.MailboxMapperTest;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.MapperProvider;
import org.apache.james.mailbox.store.mail.model.MessageIdMapperTest;
import org.apache.james.mailbox.store.mail.model.MessageMapperTest;
import org.apache.james.mailbox.store.mail.model.MessageMoveTest;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.apache.james.mailbox.store.user.SubscriptionMapper;
import org.apache.james.mailbox.store.user.SubscriptionMapperTest;
import org.apache.james.utils.UpdatableTickingClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** James's tests of mappers, on our store. */
@ExtendWith(NotForOurStore.class)
abstract class MapperContracts {
    private static final UpdatableTickingClock CLOCK = new UpdatableTickingClock(Instant.now());

    /** An empty one with each call. */
    abstract TestStore store(Clock clock);

    private StoreMapperProvider provider() {
        return new StoreMapperProvider(store(CLOCK));
    }

    @Nested
    class Messages extends MessageMapperTest {
        @Override
        protected MapperProvider createMapperProvider() {
            return provider();
        }

        @Override
        protected UpdatableTickingClock updatableTickingClock() {
            return CLOCK;
        }
    }

    @Nested
    class MessageIds extends MessageIdMapperTest {
        @Override
        protected MapperProvider provideMapper() {
            return provider();
        }

        @Override
        protected UpdatableTickingClock updatableTickingClock() {
            return CLOCK;
        }
    }

    @Nested
    class Moves extends MessageMoveTest {
        @Override
        protected MapperProvider createMapperProvider() {
            return provider();
        }
    }

    @Nested
    class Mailboxes extends MailboxMapperTest {
        @Override
        protected MailboxMapper createMailboxMapper() {
            return provider().createMailboxMapper();
        }

        @Override
        protected MailboxId generateId() {
            return StoreMapperProvider.newMailboxId();
        }
    }

    @Nested
    class Annotations extends AnnotationMapperTest {
        @Override
        protected AnnotationMapper createAnnotationMapper() {
            return store(CLOCK).mappers().createAnnotationMapper(StoreMapperProvider.SESSION);
        }

        @Override
        protected MailboxId generateMailboxId() {
            return StoreMapperProvider.newMailboxId();
        }
    }

    @Nested
    class Subscriptions extends SubscriptionMapperTest {
        @Override
        protected SubscriptionMapper createSubscriptionMapper() {
            return store(CLOCK).mappers().createSubscriptionMapper(StoreMapperProvider.SESSION);
        }
    }

    @Nested
    class Recent {
        private MessageMapper messages;
        private Mailbox inbox;
        private Mailbox work;

        @BeforeEach
        void setUp() {
            StoreMapperProvider provider = provider();
            messages = provider.createMessageMapper();
            inbox = mailbox(provider, "INBOX");
            work = mailbox(provider, "work");
        }

        private Mailbox mailbox(StoreMapperProvider provider, String name) {
            return provider.createMailboxMapper()
                    .create(MailboxPath.forUser(Username.of("alice"), name), UidValidity.of(42))
                    .block();
        }

        private MessageUid add(Flags flags) throws MailboxException {
            byte[] content = "Subject: hello\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
            MessageId id = new ContentMessageId.Factory().generate();
            MailboxMessage message = new SimpleMailboxMessage(
                    id,
                    ThreadId.fromBaseMessageId(id),
                    new Date(),
                    content.length,
                    18,
                    new ByteContent(content),
                    flags,
                    new PropertyBuilder().build(),
                    inbox.getMailboxId());
            return messages.add(inbox, message).getUid();
        }

        @Test
        void newMessagesShouldBeRecentWhenTheySayIt() throws MailboxException {
            MessageUid recent = add(new Flags(Flags.Flag.RECENT));
            add(new Flags());

            assertThat(messages.findRecentMessageUidsInMailbox(inbox)).containsExactly(recent);
        }

        @Test
        void expungedMessagesShouldNotBeRecent() throws MailboxException {
            MessageUid recent = add(new Flags(Flags.Flag.RECENT));
            MessageUid expunged = add(new Flags(Flags.Flag.RECENT));

            messages.deleteMessages(inbox, List.of(expunged));

            assertThat(messages.findRecentMessageUidsInMailbox(inbox)).containsExactly(recent);
        }

        @Test
        void resetRecentShouldSayWhichMessagesWereRecent() throws MailboxException {
            MessageUid recent = add(new Flags(Flags.Flag.RECENT));
            add(new Flags(Flags.Flag.SEEN));

            List<UpdatedFlags> reset = messages.resetRecent(inbox);

            assertThat(reset).singleElement().satisfies(updated -> {
                assertThat(updated.getUid()).isEqualTo(recent);
                assertThat(updated.isModifiedToUnset(Flags.Flag.RECENT)).isTrue();
            });
            assertThat(messages.findRecentMessageUidsInMailbox(inbox)).isEmpty();
        }

        @Test
        void copiesShouldBeRecent() throws MailboxException {
            MessageUid original = add(new Flags());
            MailboxMessage message = messages.findInMailbox(
                            inbox, original.toRange(), MessageMapper.FetchType.METADATA, 1)
                    .next();

            MessageUid copy = messages.copy(work, message).getUid();

            assertThat(messages.findRecentMessageUidsInMailbox(work)).containsExactly(copy);
            assertThat(messages.findRecentMessageUidsInMailbox(inbox)).isEmpty();
        }
    }
}
