package dev.agentpost.mail.delivery;

import java.time.Duration;

/** Hears how long after its acceptance a mail stood in an inbox. Safe for use by many threads; neither blocks nor throws. */
@FunctionalInterface
public interface DeliveryDelays {
    void delivered(Duration afterAcceptance);
}
