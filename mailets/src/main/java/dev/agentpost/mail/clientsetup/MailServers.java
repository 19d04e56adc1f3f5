package dev.agentpost.mail.clientsetup;

/**
 * What a mail client is told: both listeners speak TLS from the first octet on.
 *
 * @param host the public name of the server
 * @param imapsPort the public port, which may be another than the listener's
 * @param smtpsPort the public port, which may be another than the listener's
 */
public record MailServers(String host, int imapsPort, int smtpsPort) {}
