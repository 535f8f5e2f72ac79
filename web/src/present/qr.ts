import { encode } from 'uqr';
import { svg } from '../shared/dom';

/** A QR code as one SVG path, dark on light whatever the theme: that is what cameras look for. */
export function qrCode(text: string, label: string): SVGSVGElement {
  const { size, data } = encode(text, { ecc: 'M', border: 2 });
  const dots = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return svg(
    'svg',
    { class: 'qr', viewBox: `0 0 ${size} ${size}`, 'shape-rendering': 'crispEdges', role: 'img', 'aria-label': label },
    svg('path', { d: dots }),
  );
}
