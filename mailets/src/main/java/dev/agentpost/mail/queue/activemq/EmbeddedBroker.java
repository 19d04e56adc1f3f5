package dev.agentpost.mail.queue.activemq;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQPrefetchPolicy;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.store.MessageRecoveryListener;
import org.apache.activemq.store.MessageStore;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message broker inside this JVM, with its journal on disk. It opens no network port, registers nothing in JMX and
 * can be reached by {@link #connections()} alone.
 *
 * <p>Every acknowledged message is on disk (fsync). A failing disk makes sends fail; nothing waits for space.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final int JOURNAL_FILE_BYTES = 16 << 20;
    private static final long MESSAGES_IN_MEMORY_BYTES = 48L << 20;
    private static final long UNPERSISTED_ON_DISK_BYTES = 64L << 20; // the broker wants two of its files; we make none
    private static final int INDEX_CACHE_PAGES = 1_000; // of 4 KiB

    /**
     * How many messages of a queue the broker holds at most while it looks for one that a selector wants: delayed mails
     * beyond this number would hide the mails behind them.
     */
    private static final int PAGE_SIZE = 2_000;

    /** The broker answers within a millisecond; a client that hands over a mail may be waiting. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    // The brokers of a JVM are found by name: each has its own.
    private final String name = "queue-" + UUID.randomUUID();
    private final JournalFailure failure = new JournalFailure();
    private final QueueFolder folder;
    private final BrokerService broker;
    private final BrokerConnections connections;

    private EmbeddedBroker(QueueFolder folder, BrokerService broker) {
        this.folder = folder;
        this.broker = broker;
        this.connections = connectionFactory();
    }

    /**
     * Starts a broker on the queue that the folder holds, which may be none yet.
     *
     * @throws IllegalStateException when the folder cannot be used, saying why
     */
    public static EmbeddedBroker start(Path root) {
        try {
            QueueFolder folder = QueueFolder.at(root);
            EmbeddedBroker started = new EmbeddedBroker(folder, new BrokerService());
            started.configure();
            started.broker.start();
            started.deleteOrphans();
            return started;
        } catch (Exception e) {
            throw new IllegalStateException("the mail queue in " + root + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void configure() throws Exception {
        broker.setBrokerName(name);
        broker.setBrokerId("queue");
        broker.setDataDirectoryFile(folder.root());
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        broker.setAdvisorySupport(false);
        broker.setSchedulerSupport(false);
        broker.setUseVirtualTopics(false);
        broker.addConnector(connections.listener());
        broker.setPersistent(true);
        broker.setPersistenceAdapter(journal());
        broker.setIoExceptionHandler(failure);
        broker.setDestinationPolicy(queuePolicy());
        broker.getSystemUsage().setSendFailIfNoSpace(true);
        broker.getSystemUsage().getMemoryUsage().setLimit(MESSAGES_IN_MEMORY_BYTES);
        // A share of the disk as it is now; how much is left later is asked before each mail.
        broker.getSystemUsage().getStoreUsage().setLimit(folder.usableBytes() / 10 * 9);
        broker.getSystemUsage().getTempUsage().setLimit(UNPERSISTED_ON_DISK_BYTES);
    }

    private KahaDBPersistenceAdapter journal() {
        KahaDBPersistenceAdapter journal = new KahaDBPersistenceAdapter();
        journal.setDirectory(folder.journal());
        journal.setJournalDiskSyncStrategy(Journal.JournalDiskSyncStrategy.ALWAYS.name());
        journal.setConcurrentStoreAndDispatchQueues(false);
        journal.setJournalMaxFileLength(JOURNAL_FILE_BYTES);
        // Blocks are claimed when a journal file is made: what fills the disk later does not break the file in use.
        journal.setPreallocationStrategy(Journal.PreallocationStrategy.ZEROS.name());
        journal.setCheckForCorruptJournalFiles(true);
        journal.setChecksumJournalFiles(true);
        journal.setIndexCacheSize(INDEX_CACHE_PAGES);
        return journal;
    }

    private static PolicyMap queuePolicy() {
        PolicyEntry policy = new PolicyEntry();
        policy.setQueue(">");
        policy.setProducerFlowControl(false);
        policy.setMaxPageSize(PAGE_SIZE);
        policy.setMaxBrowsePageSize(PAGE_SIZE);
        PolicyMap policies = new PolicyMap();
        policies.setDefaultEntry(policy);
        return policies;
    }

    private BrokerConnections connectionFactory() {
        ActiveMQPrefetchPolicy prefetch = new ActiveMQPrefetchPolicy();
        prefetch.setAll(0);
        RedeliveryPolicy redelivery = new RedeliveryPolicy();
        redelivery.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        BrokerConnections factory = new BrokerConnections(name);
        factory.setWatchTopicAdvisories(false);
        factory.setDispatchAsync(false);
        factory.setConnectResponseTimeout((int) CONNECT_LIMIT.toMillis());
        factory.setTrustAllPackages(false);
        factory.setPrefetchPolicy(prefetch);
        factory.setRedeliveryPolicy(redelivery);
        factory.setBlobTransferPolicy(new FolderBlobTransfer(folder));
        return factory;
    }

    public ConnectionFactory connections() {
        return connections;
    }

    /** The number of mails in a queue, delayed ones and those being processed included. */
    long size(String queueName) throws Exception {
        return broker.getDestination(new ActiveMQQueue(queueName))
                .getDestinationStatistics()
                .getMessages()
                .getCount();
    }

    /** @throws IOException when a mail of that size must not be accepted, saying why */
    void ensureAccepts(long bytes) throws IOException {
        Optional<String> reason = failure.reason();
        if (reason.isPresent()) {
            throw new IOException("the mail queue's journal failed, a restart is needed: " + reason.get());
        }
        folder.ensureSpaceFor(bytes);
    }

    void journalFailed(IOException cause) {
        failure.handle(cause);
    }

    boolean isRunning() {
        return broker.isStarted() && !broker.isStopping();
    }

    /**
     * Copies the queue into a folder, on which another broker can start. What was sent before this call and not taken
     * for good is in it; so may be what was taken meanwhile.
     */
    public void copyTo(Path target) throws IOException {
        folder.copyTo(target);
    }

    private void deleteOrphans() throws Exception {
        if (!folder.hasContentFiles()) {
            return;
        }
        ReferencedContent referenced = new ReferencedContent();
        for (ActiveMQDestination destination : broker.getPersistenceAdapter().getDestinations()) {
            if (destination.isQueue()) {
                MessageStore store =
                        broker.getPersistenceAdapter().createQueueMessageStore((ActiveMQQueue) destination);
                store.recover(referenced);
            }
        }
        int deleted = folder.deleteAllBut(referenced.names);
        if (deleted > 0) {
            LOGGER.info("removed {} content files that no queued mail names", deleted);
        }
    }

    @Override
    public void close() {
        try {
            broker.stop();
            broker.waitUntilStopped();
        } catch (Exception e) {
            // The journal is whole at every moment; the next start reads it.
            LOGGER.warn("the embedded broker did not stop cleanly", e);
        }
    }

    private static final class ReferencedContent implements MessageRecoveryListener {
        private final Set<String> names = new HashSet<>();

        @Override
        public boolean recoverMessage(Message message) throws Exception {
            if (message instanceof ActiveMQBlobMessage blob && blob.getURL() != null) {
                names.add(Path.of(blob.getURL().toURI()).getFileName().toString());
            }
            return true;
        }

        @Override
        public boolean recoverMessageReference(MessageId reference) {
            return true;
        }

        @Override
        public boolean hasSpace() {
            return true;
        }

        @Override
        public boolean isDuplicate(MessageId reference) {
            return false;
        }
    }
}
