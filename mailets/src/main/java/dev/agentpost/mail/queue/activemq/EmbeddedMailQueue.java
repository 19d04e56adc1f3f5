package dev.agentpost.mail.queue.activemq;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.jms.DeliveryMode;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageProducer;
import javax.jms.Session;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.util.JMSExceptionSupport;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.activemq.ActiveMQCacheableMailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A queue of the embedded broker. When an enqueue returns, the mail is on disk; when the disk or the broker fails, it
 * throws. Small mails lie in the journal, larger ones in a file each, so that memory does not grow with their size.
 */
final class EmbeddedMailQueue extends ActiveMQCacheableMailQueue {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedMailQueue.class);

    /** Where messages go that cannot be read as a mail: out of the way of the others, and not lost. */
    static final String UNREADABLE_QUEUE = "unreadable";

    private static final String RETURNS = "AGENTPOST_RETURNS";

    private final EmbeddedBroker broker;
    private final SendingConnections sending;
    private final Clock clock;
    private final Set<MailTaker> takers = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Scheduler takerThreads;

    EmbeddedMailQueue(
            EmbeddedBroker broker,
            SendingConnections sending,
            MailQueueItemDecoratorFactory decorators,
            MailQueueName name,
            MetricFactory metrics,
            GaugeRegistry gauges,
            Clock clock) {
        super(broker.connections(), decorators, name, metrics, gauges);
        this.broker = broker;
        this.sending = sending;
        this.clock = clock;
        this.threads = Executors.newCachedThreadPool(new ThreadFactoryBuilder()
                .setNameFormat("queue-" + name.asString() + "-%d")
                .setDaemon(true)
                .build());
        // Not as an ExecutorService: that one is cancelled by interrupts, which break the connection to the broker.
        this.takerThreads = Schedulers.fromExecutor(threads::execute);
    }

    @Override
    public void enQueue(Mail mail) throws MailQueueException {
        Optional<Duration> delay = queueName.equals(MailQueueFactory.SPOOL) ? delayInSpool(mail) : Optional.empty();
        if (delay.isPresent()) {
            enQueue(mail, delay.get());
        } else {
            super.enQueue(mail);
        }
    }

    private static Optional<Duration> delayInSpool(Mail mail) {
        SpoolRetries.beginAnewWhenPutBack(mail);
        return SpoolRetries.delay(mail);
    }

    @Override
    public long computeNextDeliveryTimestamp(Duration delay) {
        if (delay.isNegative() || delay.isZero()) {
            return NO_DELAY;
        }
        try {
            return clock.instant().plus(delay).toEpochMilli();
        } catch (ArithmeticException | DateTimeException beyondTime) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    protected void produceMail(Map<String, Object> properties, int priority, Mail mail)
            throws JMSException, MessagingException, IOException {
        long size = mail.getMessageSize();
        broker.ensureAccepts(size);
        boolean delayed = (long) properties.get(JAMES_NEXT_DELIVERY) != NO_DELAY;
        try {
            sending.use((session, producer) -> {
                // Delayed mails are held in memory while they wait: without their content.
                Message message = size >= 0 && size <= QueuedContent.MAX_BYTES_IN_JOURNAL && !delayed
                        ? QueuedContent.inJournal(session, mail)
                        : QueuedContent.inFile(session, mail);
                for (Map.Entry<String, Object> property : properties.entrySet()) {
                    message.setObjectProperty(property.getKey(), property.getValue());
                }
                producer.send(
                        session.createQueue(queueName.asString()),
                        message,
                        DeliveryMode.PERSISTENT,
                        priority,
                        Message.DEFAULT_TIME_TO_LIVE);
            });
        } catch (JMSException | MessagingException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Takes mails in a thread of its own: waiting for the next one blocks. Ends when the queue is disposed of. */
    @Override
    public Flux<MailQueueItem> deQueue() {
        return Flux.defer(() -> {
            MailTaker taker =
                    new MailTaker(broker.connections(), queueName.asString(), this::getMessageSelector, this::item);
            takers.add(taker);
            return Flux.generate(taker::take)
                    .doOnCancel(taker::stop)
                    .subscribeOn(takerThreads)
                    .doFinally(end -> takers.remove(taker));
        });
    }

    private Optional<MailQueueItem> item(Taking taking, Message message) throws JMSException {
        dequeuedMailsMetric.increment();
        try {
            // Not by createMail, which copies the message.
            MailImpl mail = populateMail(message).build();
            mail.setMessageNoCopy(QueuedContent.read(message));
            return Optional.of(mailQueueItemDecoratorFactory.decorate(
                    new EmbeddedMailQueueItem(mail, taking, message, this::putBack), queueName));
        } catch (JMSException | MessagingException | RuntimeException e) {
            LOGGER.error(
                    "message {} of queue {} is no mail; it is kept in queue {}",
                    message.getJMSMessageID(),
                    queueName.asString(),
                    UNREADABLE_QUEUE,
                    e);
            Session session = taking.session();
            try (MessageProducer aside = session.createProducer(session.createQueue(UNREADABLE_QUEUE))) {
                aside.send(message);
            }
            taking.commit();
            return Optional.empty();
        }
    }

    @Override
    protected MimeMessage mimeMessage(Message message) throws MessagingException, JMSException {
        return QueuedContent.read(message);
    }

    private void putBack(Session session, Message message) throws JMSException {
        int returns = message.propertyExists(RETURNS) ? message.getIntProperty(RETURNS) + 1 : 1;
        Message copy = copy(session, message);
        copy.setIntProperty(RETURNS, returns);
        copy.setLongProperty(JAMES_NEXT_DELIVERY, computeNextDeliveryTimestamp(RetryDelay.after(returns)));
        try (MessageProducer sender = session.createProducer(session.createQueue(queueName.asString()))) {
            sender.send(copy, DeliveryMode.PERSISTENT, message.getJMSPriority(), Message.DEFAULT_TIME_TO_LIVE);
        }
    }

    @Override
    protected Message copy(Session session, Message message) throws JMSException {
        if (!(message instanceof ActiveMQBytesMessage bytes)) {
            return super.copy(session, message);
        }
        try {
            return QueuedContent.copy(session, bytes);
        } catch (IOException e) {
            throw JMSExceptionSupport.create("a message cannot be put back", e);
        }
    }

    @Override
    protected String getMessageSelector() {
        return JAMES_NEXT_DELIVERY + " <= " + clock.millis() + " OR " + FORCE_DELIVERY + " = true";
    }

    @Override
    public long getSize() throws MailQueueException {
        try {
            return broker.size(queueName.asString());
        } catch (Exception e) {
            throw new MailQueueException("cannot tell the size of queue " + queueName.asString(), e);
        }
    }

    @Override
    public void dispose() {
        takers.forEach(MailTaker::stop);
        super.dispose();
        threads.shutdown();
    }
}
