package dev.agentpost.mail.login;

/** Where a client presents an API key. */
public enum LoginProtocol {
    SMTP,
    IMAP,
    OTHER
}
