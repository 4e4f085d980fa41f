// Made by scripts/scan-kernel.ts from thread.ts: change that.
/** What a thread runs. */
export const threadSource: string =
  '"use strict";var scanThread=(()=>{var v=Object.defineProperty;var ee=Object.getOwnPropertyDescriptor;var re=Object.getOw' +
  'nPropertyNames;var te=Object.prototype.hasOwnProperty;var ne=(n,e)=>{for(var r in e)v(n,r,{get:e[r],enumerable:!0})},oe=' +
  '(n,e,r,t)=>{if(e&&typeof e=="object"||typeof e=="function")for(let s of re(e))!te.call(n,s)&&s!==r&&v(n,s,{get:()=>e[s],' +
  'enumerable:!(t=ee(e,s))||t.enumerable});return n};var se=n=>oe(v({},"__esModule",{value:!0}),n);var le={};ne(le,{serve:(' +
  ')=>me});function P(n,e,r,t){let s=new WebAssembly.Instance(e,{env:{memory:n}}).exports,{code:a,scale:c,coarseStrength:u,' +
  'kind:o,tenant:l,time:m,small:h,key:b}=r.columns;return s.configure(r.dim,r.padded,r.codeBytes,h.stride,t.table,t.signs,t' +
  '.work,r.scaleUnit,a.offset,c.offset,u.offset,o.offset,l.offset,m.offset,h.offset,b.offset,r.centre),s}function D(n){let ' +
  'e=Math.ceil(n/16)*16,r=Math.ceil(n/8),t=0,s=o=>{let l=t;return t=Math.ceil((t+o)/64)*64,l},a=o=>({offset:s(o*4096),strid' +
  'e:o}),c=s(e*4),u={code:a(r),scale:a(2),coarseStrength:a(2),kind:a(1),tenant:a(4),time:a(8),strength:a(8),tick:a(8),small' +
  ':a(e+16),key:a(e*4)};return{dim:n,padded:e,codeBytes:r,columns:u,centre:c,blockBytes:t,scaleUnit:Math.fround(32768*Math.' +
  'sqrt(n)/4)}}function g(n,e,{offset:r,stride:t}){return n[e>>>12]+r+(e&4095)*t}var w=class extends Error{name="MnemeError' +
  '";code;isMnemeError=!0;constructor(e,r,t){super(r,t),this.code=e}static isInstance(e){return e instanceof Error&&"isMnem' +
  'eError"in e}};function Q(n){return{u8:new Uint8Array(n),i16:new Int16Array(n),i32:new Int32Array(n),u32:new Uint32Array(' +
  'n),f32:new Float32Array(n),f64:new Float64Array(n)}}var C=512;function N(n,e){let r=[];if(n.length<=e)r=[...n.keys()];el' +
  'se{let[t,s]=[1/0,-1/0];for(let o=0;o<n.length;o++){let l=n[o];l<t&&(t=l),l>s&&(s=l)}let a=s>t?(C-1)/(s-t):0,c=new Uint32' +
  'Array(C);for(let o=0;o<n.length;o++)c[(n[o]-t)*a|0]++;let u=C;for(let o=0;u>0&&o<e;)o+=c[--u];for(let o=0;o<n.length;o++' +
  ')((n[o]-t)*a|0)>=u&&r.push(o)}return r.sort((t,s)=>n[s]-n[t]||t-s).slice(0,e)}function H(n,e,r,t){if(!n)throw new w("INV' +
  'ALID_ARGUMENT",`scan: expected ${e} to be ${r}, got ${String(t)}; correct it`)}var ae=31,ie=3e4,ce=1e-12,S=class{#e;room' +
  ';#r=0;#t=0;#n=0;#o=0;constructor(e,r){this.#e=e,this.room=r}read(e){let{layout:{dim:r,padded:t},memory:s,kernel:a}=this.' +
  '#e,{unit:c,turned:u,small:o,wide:l}=this.room;if(e.length!==r)throw new w("SHAPE_MISMATCH",`scan: expected a query of ${' +
  'r} values, got ${e.length}; use one encoder`);let m=0;for(let i of e)m+=i*i;H(Number.isFinite(m),"query","a finite vecto' +
  'r",m);let h=1/Math.sqrt(Math.max(m,ce)),{f32:b,i16:d,u8:f}=s;for(let i=0;i<r;i++)b[(c>>>2)+i]=b[(u>>>2)+i]=e[i]*h;b.fill' +
  '(0,(u>>>2)+r,(u>>>2)+t),a.rotate(u),a.shrink(c,o);for(let i=0;i<t;i++)d[(l>>>1)+i]=f[o+i]<<24>>24;this.#o=b[o+t>>>2],thi' +
  's.#a(b.subarray(u>>>2,(u>>>2)+t))}#a(e){let{layout:{dim:r,codeBytes:t},memory:{u8:s}}=this.#e,{table:a}=this.room,c=Floa' +
  't64Array.from({length:t*2},(m,h)=>Math.abs(e[h*4])+Math.abs(e[h*4+1])+Math.abs(e[h*4+2])+Math.abs(e[h*4+3])),u=c.reduce(' +
  '(m,h)=>Math.max(m,h),0),o=u>0?ae/(2*u):0,l=0;for(let m=0;m<c.length;m++){let[h,b,d,f]=[e[m*4],e[m*4+1],e[m*4+2],e[m*4+3]' +
  '];for(let i=0;i<16;i++){let y=(i&1?-h:h)+(i&2?-b:b)+(i&4?-d:d)+(i&8?-f:f);s[a+48+m*16+i]=Math.round((y+c[m])*o)}l+=c[m]*' +
  'o}this.#r=Math.round(l),this.#t=Math.max(0,Math.floor(Math.log2(32767/(l+c.length+1)))),this.#n=2**this.#t*Math.sqrt(r)/' +
  '4*o}scan({beta:e,gamma:r,tick:t=0,kinds:s,tenant:a,from:c=-1/0,until:u=1/0,least:o=0},l,{slots:m,marks:h,bins:b,capacity' +
  ':d}){let{rates:f,ticks:i,blocks:y,live:p,size:V,kernel:k,layout:W,memory:{u8:R}}=this.#e,{unit:$,table:M}=this.room,F=th' +
  'is.#s(e,r),q=this.#n>0?Math.min(32767,Math.round(F*e/this.#n*32768)):0,z=Math.min(32767,Math.round(F*r/1024*32768)),j=Ma' +
  'th.max(-32768,Math.round(Math.log(this.#e.floor)*1024)),J=(a===void 0?0:1)|(c>-1/0||u<1/0?2:0)|(o>0?4:0),X=Math.max(-327' +
  '68,Math.floor(Math.log(o)*1024)-2);for(let A=0;A<16;A++)R[M+A]=!s||s.includes(A)?255:0;k.begin(l,d,m,h,b);let T=NaN;for(' +
  'let[A,_]of y.entries()){if(p[A]===0)continue;let I=t-i[A];I!==T&&(T=I,f.forEach((Z,U)=>{let B=Math.round(K(Z*I*1024));R[' +
  'M+16+U]=B&255,R[M+32+U]=B>>8&255}));let Y=Math.round(K(F*e*k.dot($,_+W.centre))),O=A<<12;k.scan(_,O,Math.min(V-O,4096),M' +
  ',this.#r,this.#t,q,z,j,Y,J,a??0,c,u,X)}return k.finish()}smallUnit({beta:e,gamma:r}){return Math.fround(this.#o*e*this.#' +
  's(e,r))}#s(e,r){let t=2*e-r*Math.log(this.#e.floor);if(t===0)return 0;let s=this.#n>0&&e>0?this.#n/e:1/0;return Math.min' +
  '(s,ie/t,r>0?1023/r:1/0)}};function K(n){return Math.max(-32767,Math.min(32767,n))}var G=n=>2*n+16,ve={least:1024,share:1' +
  '/128};function ue(n){return Math.max(2*n,n+1024)}var E=class{#e;#r;#t;constructor(e,r){this.#e=e,this.#r=r,this.#t=new S' +
  '(e,r)}best(e,r,t,s){this.#t.read(e);let{memory:a,kernel:c,floor:u}=this.#e,{slots:o,values:l}=this.#r,m=this.#t.scan(r,t' +
  ',{...this.#r,capacity:ue(t)});if(s&&m>G(r.k)){c.narrow(m,this.#r.wide,this.#t.smallUnit(r),l);let i=N(a.f32.subarray(l>>' +
  '>2,(l>>>2)+m),G(r.k)),y=Uint32Array.from(i,p=>a.u32[(o>>>2)+p]).sort();a.u32.set(y,o>>>2),m=y.length}m=this.#n(r,m),c.pr' +
  'oducts(m,o,this.#r.unit,l);let h=a.f32.slice(l>>>2,(l>>>2)+m),b=a.u32.slice(o>>>2,(o>>>2)+m),d=Float32Array.from(h,(i,y)' +
  '=>r.beta*i+r.gamma*Math.log(Math.max(this.#o(b[y],r.tick??0),u))),f=N(d,r.k);return{slots:Uint32Array.from(f,i=>b[i]),sc' +
  'ores:Float32Array.from(f,i=>d[i]),cosines:Float32Array.from(f,i=>h[i])}}cosines(e,r){this.#t.read(e);let{memory:t,kernel' +
  ':s}=this.#e,{slots:a,values:c,unit:u}=this.#r;return t.u32.set(r,a>>>2),s.products(r.length,a,u,c),t.f32.slice(c>>>2,(c>' +
  '>>2)+r.length)}#n({least:e=0,tick:r=0},t){if(e===0)return t;let{u32:s}=this.#e.memory,a=this.#r.slots>>>2,c=0;for(let u=' +
  'a;u<a+t;u++)this.#o(s[u],r)>=e&&(s[a+c++]=s[u]);return c}#o(e,r){let{blocks:t,halfLives:s,layout:{columns:a},memory:{f64' +
  ':c,u8:u}}=this.#e,o=c[g(t,e,a.strength)>>>3],l=r-c[g(t,e,a.tick)>>>3];return l>0?o*2**(-l/s[u[g(t,e,a.kind)]]):o}};funct' +
  'ion me(n){let e,r=t=>{try{return"module"in t?(e=new L(t),{}):{found:e.found(t)}}catch(s){return{error:String(s)}}};n.add' +
  'EventListener("message",({data:t})=>{n.postMessage(r(t))}),n.start?.()}var L=class{#e;#r;#t;constructor(e){this.#e=e,thi' +
  's.#r=D(e.dim),this.#t=P(e.memory,e.module,this.#r,e.places)}found({vectors:e,taken:r,query:t,limit:s,narrowed:a,room:c,.' +
  '..u}){let{dim:o,memory:l,rates:m,halfLives:h,floor:b}=this.#e,d=Q(l.buffer),f=new E({rates:m,halfLives:h,floor:b,...u,la' +
  'yout:this.#r,memory:d,kernel:this.#t},c),i=[],y=e.length/o;for(let p=Atomics.add(r,0,1);p<y;p=Atomics.add(r,0,1))i.push(' +
  '[p,f.best(e.subarray(p*o,(p+1)*o),t,s,a)]);return i}};return se(le);})();'
