package dev.agentpost.mail.mailboxstore.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.extractor.DefaultTextExtractor;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.MessageMapper.FetchType;
import org.apache.james.mailbox.store.mail.MessageMapperFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrugalSearchIndexTest {
    private final List<FetchType> reads = Collections.synchronizedList(new ArrayList<>());
    private MailboxSession session;
    private MessageManager inbox;
    private FrugalSearchIndex testee;

    @BeforeEach
    void setUp() throws Exception {
        InMemoryMailboxManager mailboxes =
                InMemoryIntegrationResources.defaultResources().getMailboxManager();
        session = mailboxes.createSystemSession(Username.of("alice@shared.localhost"));
        MailboxPath path = MailboxPath.inbox(session);
        mailboxes.createMailbox(path, session);
        inbox = mailboxes.getMailbox(path, session);
        append("Subject: New Task\r\nFrom: bob@example.com\r\n\r\nplease count\r\n", new Flags());
        append("Subject: other\r\nFrom: bob@example.com\r\n\r\nplease count\r\n", new Flags());
        append("Subject: New Task\r\nFrom: carol@example.com\r\n\r\nwrite\r\n", new Flags(Flags.Flag.SEEN));
        MailboxSessionMapperFactory factory = mailboxes.getMapperFactory();
        testee = new FrugalSearchIndex(recording(factory), factory, new DefaultTextExtractor(), null);
    }

    private void append(String message, Flags flags) throws Exception {
        inbox.appendMessage(
                MessageManager.AppendCommand.builder()
                        .withFlags(flags)
                        .build(message.getBytes(StandardCharsets.US_ASCII)),
                session);
    }

    private MessageMapperFactory recording(MessageMapperFactory factory) {
        return any -> {
            MessageMapper mapper = factory.getMessageMapper(any);
            return (MessageMapper) Proxy.newProxyInstance(
                    MessageMapper.class.getClassLoader(),
                    new Class<?>[] {MessageMapper.class},
                    (proxy, method, arguments) -> {
                        Arrays.stream(arguments)
                                .filter(FetchType.class::isInstance)
                                .map(FetchType.class::cast)
                                .forEach(reads::add);
                        try {
                            return method.invoke(mapper, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    private List<Long> search(SearchQuery.Criterion... criteria) throws Exception {
        SearchQuery query = SearchQuery.builder()
                .andCriteria(criteria)
                .addRecentMessageUids(List.of(MessageUid.of(2)))
                .build();
        return testee.search(session, inbox.getMailboxEntity(), query)
                .map(MessageUid::asLong)
                .collectList()
                .block();
    }

    @Test
    void allShouldReadNoContentWhenMessagesAreRecent() throws Exception {
        assertThat(search(SearchQuery.all())).containsExactly(1L, 2L, 3L);
        assertThat(reads).containsExactly(FetchType.METADATA);
    }

    @Test
    void flagsShouldReadNoContent() throws Exception {
        assertThat(search(SearchQuery.flagIsUnSet(Flags.Flag.SEEN))).containsExactly(1L, 2L);
        assertThat(reads).containsExactly(FetchType.METADATA);
    }

    @Test
    void subjectShouldReadHeadersOfThoseThatTheFlagsLeave() throws Exception {
        assertThat(search(SearchQuery.flagIsUnSet(Flags.Flag.SEEN), SearchQuery.subject("New Task")))
                .containsExactly(1L);
        assertThat(reads).containsExactly(FetchType.METADATA, FetchType.HEADERS);
    }

    @Test
    void textShouldReadContentsOneByOne() throws Exception {
        assertThat(search(SearchQuery.bodyContains("count"))).containsExactly(1L, 2L);
        assertThat(reads).containsExactly(FetchType.METADATA, FetchType.FULL, FetchType.FULL, FetchType.FULL);
    }

    @Test
    void textWithinUidsShouldReadThoseOnly() throws Exception {
        SearchQuery.UidRange range = new SearchQuery.UidRange(MessageUid.of(2), MessageUid.of(3));

        assertThat(search(SearchQuery.uid(range), SearchQuery.bodyContains("count")))
                .containsExactly(2L);
        assertThat(reads).containsExactly(FetchType.METADATA, FetchType.FULL, FetchType.FULL);
    }

    @Test
    void eitherOfTwoShouldReadWhatTheMoreDemandingNeeds() throws Exception {
        assertThat(search(SearchQuery.or(SearchQuery.flagIsSet(Flags.Flag.SEEN), SearchQuery.bodyContains("count"))))
                .containsExactly(1L, 2L, 3L);
    }
}
