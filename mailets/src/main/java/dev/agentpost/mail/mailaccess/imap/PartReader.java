package dev.agentpost.mail.mailaccess.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.FetchGroup.Profile;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.apache.james.mailbox.model.PartContentDescriptor;
import org.apache.james.mailbox.store.MimeDescriptorImpl;
import org.apache.james.mime4j.MimeException;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes messages apart for FETCH within bounds of stack and heap. The parser recurses for every level of nesting, and an
 * overflow below Reactor would leave the command without an answer for ever. A part is copied into memory, several times
 * over, so only so many bytes are in the making in the whole process; others wait for their turn. What is large then goes
 * to a file, and a client that reads slowly holds no memory.
 */
final class PartReader {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartReader.class);

    /** As deep as a structure is shown. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_READERS = 8;
    private static final int MAX_WAITING = 100_000;
    private static final Scheduler READERS =
            Schedulers.newBoundedElastic(MAX_READERS, MAX_WAITING, "imap-part", 60, true);

    private static final int KIB = 1024;
    /** The parser's growing buffer and its final copy. */
    private static final int COPIES = 3;

    private static final int BUDGET_KIB =
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4 / KIB);
    /** Fair, so that a large message has its turn. Its holders wait for nobody but the store. */
    private static final Semaphore BUDGET = new Semaphore(BUDGET_KIB, true);

    private static final byte[] FLAT_HEADER =
            "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private PartReader() {}

    /** Of a FETCH whose {@link WantedParts} are in the subscriber's context. */
    static Publisher<MessageResult> read(
            MessageManager mailbox, MessageRange range, FetchGroup group, MailboxSession session) {
        return Flux.deferContextual(context -> {
            WantedParts parts = WantedParts.of(context);
            boolean structure = group.profiles().contains(Profile.MIME_DESCRIPTOR);
            return parts.isEmpty() && !structure
                    ? mailbox.getMessagesReactive(range, group, session)
                    : read(mailbox, range, group, session, parts, structure);
        });
    }

    private static Publisher<MessageResult> read(
            MessageManager mailbox,
            MessageRange range,
            FetchGroup group,
            MailboxSession session,
            WantedParts parts,
            boolean structure) {
        FetchGroup whole = FetchGroup.FULL_CONTENT.with(group.profiles());
        return Flux.from(mailbox.getMessagesReactive(range, whole, session))
                .publishOn(READERS, 1)
                .handle((message, sink) -> {
                    try {
                        sink.next(takenApart(message, parts, structure));
                    } catch (MailboxException | IOException | MimeException e) {
                        sink.error(e instanceof MailboxException ? e : new MailboxException("cannot read a part", e));
                    }
                });
    }

    private static MessageResult takenApart(MessageResult message, WantedParts parts, boolean structure)
            throws MailboxException, IOException, MimeException {
        PartedMessage parted = new PartedMessage(message);
        if (structure) {
            parted.setMimeDescriptor(descriptor(message));
        }
        for (PartContentDescriptor part : parts.descriptors()) {
            addPart(parted, part);
        }
        return parted;
    }

    private static void addPart(PartedMessage message, PartContentDescriptor part)
            throws MailboxException, IOException, MimeException {
        int weight = (int) Math.min(BUDGET_KIB, 1 + message.getSize() / KIB * COPIES);
        BUDGET.acquireUninterruptibly(weight);
        try {
            message.read(part);
        } catch (StackOverflowError e) {
            LOGGER.warn("message {} is nested too deeply: part {} is shown empty", message.getMessageId(), part.path());
        } finally {
            BUDGET.release(weight);
        }
    }

    private static MimeDescriptor descriptor(MessageResult message)
            throws MailboxException, IOException, MimeException {
        try {
            MimeDescriptor descriptor = message.getMimeDescriptor();
            if (isWithin(MAX_DEPTH, descriptor)) {
                return descriptor;
            }
        } catch (StackOverflowError e) {
            LOGGER.debug("overflow", e);
        }
        LOGGER.warn("message {} is nested too deeply: its structure is shown flat", message.getMessageId());
        try (InputStream body = message.getBody().getInputStream()) {
            return MimeDescriptorImpl.build(new SequenceInputStream(new ByteArrayInputStream(FLAT_HEADER), body));
        }
    }

    private static boolean isWithin(int depth, MimeDescriptor descriptor) {
        if (depth == 0) {
            return false;
        }
        Iterator<MimeDescriptor> parts = descriptor.parts();
        while (parts.hasNext()) {
            if (!isWithin(depth - 1, parts.next())) {
                return false;
            }
        }
        MimeDescriptor embedded = descriptor.embeddedMessage();
        return embedded == null || isWithin(depth - 1, embedded);
    }
}
