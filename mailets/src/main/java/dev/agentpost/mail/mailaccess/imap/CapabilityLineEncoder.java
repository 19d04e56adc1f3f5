package dev.agentpost.mail.mailaccess.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseEncoder;
import org.apache.james.imap.message.response.CapabilityResponse;

/**
 * The CAPABILITY answer. James writes all in upper case, in the order of a hash; some clients look for IMAP4rev1 as RFC 3501
 * spells it.
 */
public final class CapabilityLineEncoder implements ImapResponseEncoder<CapabilityResponse> {

    @Override
    public Class<CapabilityResponse> acceptableMessages() {
        return CapabilityResponse.class;
    }

    @Override
    public void encode(CapabilityResponse response, ImapResponseComposer composer) throws IOException {
        composer.untagged();
        composer.message(ImapConstants.CAPABILITY_COMMAND.getNameAsBytes());
        composer.message(ImapConstants.VERSION.getBytes(StandardCharsets.US_ASCII));
        for (String extension : response.getCapabilities().stream()
                .filter(capability -> !capability.equals(ImapConstants.BASIC_CAPABILITIES))
                .map(Capability::asString)
                .sorted()
                .toList()) {
            composer.message(extension.getBytes(StandardCharsets.US_ASCII));
        }
        composer.end();
    }
}
