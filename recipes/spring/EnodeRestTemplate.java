import java.io.IOException;
import java.net.HttpURLConnection;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.util.DefaultUriTemplateHandler;

/** Gives Enode's answer as it is, whatever its status, unless it is too long. */
class EnodeRestTemplate extends RestTemplate {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int TIMEOUT_MS = 9000;

    static {
        // Otherwise Java repeats a POST whose connection got lost, and Enode may have created the Link session.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    EnodeRestTemplate() {
        super(new WithoutRedirects());
        // An id with a slash or a question mark stays one segment of its path.
        var addresses = new DefaultUriTemplateHandler();
        addresses.setStrictEncoding(true);
        setUriTemplateHandler(addresses);
        getMessageConverters().set(0, new LimitedBytes());
        setErrorHandler(new DefaultResponseErrorHandler() {
            @Override
            public boolean hasError(ClientHttpResponse answer) {
                return false;
            }
        });
    }

    private static class LimitedBytes extends ByteArrayHttpMessageConverter {
        @Override
        public byte[] readInternal(Class<? extends byte[]> type, HttpInputMessage answer) throws IOException {
            try (var body = answer.getBody()) {
                var bytes = body.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) throw new IOException("The answer is too long.");
                return bytes;
            }
        }
    }

    /** Does not carry the access token to another address. */
    private static class WithoutRedirects extends SimpleClientHttpRequestFactory {
        WithoutRedirects() {
            setConnectTimeout(TIMEOUT_MS);
            setReadTimeout(TIMEOUT_MS);
            // Java gives the body of a 401 only to a request that it could send again.
            setOutputStreaming(false);
        }

        @Override
        protected void prepareConnection(HttpURLConnection connection, String method) throws IOException {
            super.prepareConnection(connection, method);
            connection.setInstanceFollowRedirects(false);
        }
    }
}
