package dev.agentpost.mail.outbound.smtp;

/** A server that will not take mail from us, or not now; another one may. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean permanent;
    private final boolean connected;

    private Unusable(String reason, boolean permanent, boolean connected) {
        super(reason, null, false, false);
        this.permanent = permanent;
        this.connected = connected;
    }

    static Unusable unreachable(String reason) {
        return new Unusable(reason, false, false);
    }

    static Unusable refused(RemoteReply reply) {
        return new Unusable(reply.text(), reply.isPermanent(), true);
    }

    static Unusable looped(String reason) {
        return new Unusable(reason, true, true);
    }

    boolean isPermanent() {
        return permanent;
    }

    boolean isConnected() {
        return connected;
    }
}
