package dev.agentpost.mail.clientsetup;

import com.google.common.base.Ascii;
import com.google.common.xml.XmlEscapers;
import dev.agentpost.mail.inbox.InboxAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * A configuration profile with a mail account, for iPhone, iPad and Mac. It holds no password: the device asks for it,
 * and the file may lie in a folder of downloads. For one address it is always the same, so that a second installation
 * replaces the first.
 */
public final class AppleProfile {
    public static final String CONTENT_TYPE = "application/x-apple-aspen-config";

    private static final Template PROFILE = Template.load("apple.mobileconfig", XmlEscapers.xmlAttributeEscaper());

    private final MailServers servers;

    public AppleProfile(MailServers servers) {
        this.servers = servers;
    }

    public byte[] of(InboxAddress address) {
        return PROFILE.fill(
                        servers,
                        Map.of(
                                "email",
                                address.asString(),
                                "profileId",
                                id("profile", address),
                                "accountId",
                                id("account", address)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String id(String kind, InboxAddress address) {
        String name = "agentpost-mail/" + kind + "/" + servers.host() + "/" + address.asString();
        return Ascii.toUpperCase(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }
}
