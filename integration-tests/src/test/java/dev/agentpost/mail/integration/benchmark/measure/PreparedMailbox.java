package dev.agentpost.mail.integration.benchmark.measure;

import dev.agentpost.mail.integration.harness.TestInbox;

/**
 * An inbox whose INBOX holds that many messages.
 *
 * @param unseen how many of them are without \Seen
 */
public record PreparedMailbox(int size, int unseen, TestInbox inbox) {}
