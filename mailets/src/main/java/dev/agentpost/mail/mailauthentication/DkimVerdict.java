package dev.agentpost.mail.mailauthentication;

/**
 * What one signature is worth (RFC 6376).
 *
 * @param domain whose signature it is ({@code d=}); empty when it could not be read
 * @param selector of its key
 * @param signature the first characters of {@code b=}, to tell signatures of one domain apart
 */
public record DkimVerdict(Verdict result, String domain, String selector, String signature) {}
