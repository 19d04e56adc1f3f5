package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.TestInbox;

/**
 * A message to be submitted.
 *
 * @param keyed has an Idempotency-Key, and is submitted again until it is known to be accepted
 */
record Draft(TestInbox sender, TestInbox recipient, String subject, boolean keyed) {
    String text() {
        String key = keyed ? "Idempotency-Key: " + subject + "\r\n" : "";
        return key + "From: " + sender.email() + "\r\nTo: " + recipient.email() + "\r\nSubject: " + subject
                + "\r\n\r\nA small message.\r\n";
    }
}
