package dev.agentpost.mail.outbound;

import java.util.function.Function;
import java.util.stream.Collectors;

/** Has nothing sent for whom was deleted meanwhile: what waits then is cancelled when its time comes. */
public final class SenderCheck implements Courier {
    private static final String REASON = "cancelled, for the inbox that sent it was deleted";

    private final Courier courier;
    private final Senders senders;

    public SenderCheck(Courier courier, Senders senders) {
        this.courier = courier;
        this.senders = senders;
    }

    @Override
    public Report deliver(Consignment consignment) {
        return senders.isThere(consignment.message()) ? courier.deliver(consignment) : cancelled(consignment);
    }

    /** The destination is not to blame. */
    private static Report cancelled(Consignment consignment) {
        return new Report(
                consignment.recipients().stream()
                        .collect(Collectors.toMap(Function.identity(), recipient -> RecipientResult.cancelled(REASON))),
                true);
    }

    @Override
    public void close() {
        courier.close();
    }
}
