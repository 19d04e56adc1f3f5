/** Where messages are kept. Behind James's mailbox interfaces, so that another store can take its place. */
package dev.agentpost.mail.mailboxstore;
