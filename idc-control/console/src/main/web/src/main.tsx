import '@mantine/core/styles.css';
import 'uplot/dist/uPlot.min.css';
import './theme.css';
import './layout.css';
import './tables.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './App';
import { Refused } from './api/client';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What was refused once is refused again; silence may have been a moment.
      retry: (failures, failed) => !(failed instanceof Refused && failed.status !== 503) && failures < 1,
      refetchOnWindowFocus: true,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'spillway-scheme' })}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        <BrowserRouter basename="/console">
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
