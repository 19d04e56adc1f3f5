package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.TestInbox;

/** A message to which the server said {@code 250}. */
public record AcceptedMail(TestInbox sender, TestInbox recipient, String subject) {}
