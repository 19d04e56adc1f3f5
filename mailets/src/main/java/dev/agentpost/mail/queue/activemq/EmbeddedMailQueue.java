package dev.agentpost.mail.queue.activemq;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.io.ByteArrayOutputStream;
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
import javax.jms.MessageConsumer;
import javax.jms.MessageProducer;
import javax.jms.ObjectMessage;
import javax.jms.Session;
import javax.mail.MessagingException;
import org.apache.activemq.ActiveMQSession;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.queue.activemq.ActiveMQCacheableMailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueItemDecoratorFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MimeMessageInputStream;
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

    static final int MAX_BYTES_IN_JOURNAL = 8 << 10;

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
        Optional<Duration> delay =
                queueName.equals(MailQueueFactory.SPOOL) ? SpoolRetries.delay(mail) : Optional.empty();
        if (delay.isPresent()) {
            enQueue(mail, delay.get());
        } else {
            super.enQueue(mail);
        }
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
            sending.use(connection -> {
                try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                    // Delayed mails are held in memory while they wait: without their content.
                    Message message = size >= 0 && size <= MAX_BYTES_IN_JOURNAL && !delayed
                            ? withContent(session, mail)
                            : withContentFile(session, mail);
                    for (Map.Entry<String, Object> property : properties.entrySet()) {
                        message.setObjectProperty(property.getKey(), property.getValue());
                    }
                    send(session, message, priority);
                    session.commit();
                }
            });
        } catch (JMSException | MessagingException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void send(Session session, Message message, int priority) throws JMSException {
        try (MessageProducer sender = session.createProducer(session.createQueue(queueName.asString()))) {
            sender.send(message, DeliveryMode.PERSISTENT, priority, Message.DEFAULT_TIME_TO_LIVE);
        }
    }

    private static Message withContent(Session session, Mail mail) throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream(MAX_BYTES_IN_JOURNAL);
        mail.getMessage().writeTo(content);
        ObjectMessage message = session.createObjectMessage();
        message.setObject(content.toByteArray());
        return message;
    }

    private static Message withContentFile(Session session, Mail mail) throws Exception {
        return (Message) ((ActiveMQSession) session).createBlobMessage(new MimeMessageInputStream(mail.getMessage()));
    }

    /** Takes mails in a thread of its own: waiting for the next one blocks. Ends when the queue is disposed of. */
    @Override
    public Flux<MailQueueItem> deQueue() {
        return Flux.defer(() -> {
            MailTaker taker = new MailTaker(connection, queueName.asString(), this::getMessageSelector, this::item);
            takers.add(taker);
            return Flux.generate(taker::take)
                    .doOnCancel(taker::stop)
                    .subscribeOn(takerThreads)
                    .doFinally(end -> takers.remove(taker));
        });
    }

    private Optional<MailQueueItem> item(Session taking, MessageConsumer consumer, Message message)
            throws JMSException, MessagingException {
        dequeuedMailsMetric.increment();
        try {
            Mail mail = createMail(message);
            return Optional.of(mailQueueItemDecoratorFactory.decorate(
                    new EmbeddedMailQueueItem(mail, taking, consumer, message, this::putBack), queueName));
        } catch (JMSException | MessagingException | RuntimeException e) {
            LOGGER.error(
                    "message {} of queue {} is no mail; it is kept in queue {}",
                    message.getJMSMessageID(),
                    queueName.asString(),
                    UNREADABLE_QUEUE,
                    e);
            try (MessageProducer aside = taking.createProducer(taking.createQueue(UNREADABLE_QUEUE))) {
                aside.send(message);
            }
            taking.commit();
            return Optional.empty();
        }
    }

    private void putBack(Session taking, Message message) throws JMSException {
        int returns = message.propertyExists(RETURNS) ? message.getIntProperty(RETURNS) + 1 : 1;
        Message copy = copy(taking, message);
        copy.setIntProperty(RETURNS, returns);
        copy.setLongProperty(JAMES_NEXT_DELIVERY, computeNextDeliveryTimestamp(RetryDelay.after(returns)));
        send(taking, copy, message.getJMSPriority());
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
